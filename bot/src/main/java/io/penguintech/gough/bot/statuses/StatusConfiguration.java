package io.penguintech.gough.bot.statuses;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Statuses, wired. */
@Configuration(proxyBeanMethods = false)
@Import(StatusConsumers.class)
class StatusConfiguration {}
