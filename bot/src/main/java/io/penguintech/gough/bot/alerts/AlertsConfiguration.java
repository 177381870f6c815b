package io.penguintech.gough.bot.alerts;

import io.micrometer.core.instrument.MeterRegistry;
import io.penguintech.gough.bot.rollout.Alerts;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** PagerDuty, wired when a routing key is configured. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(PagerDutySettings.SWITCH)
class AlertsConfiguration {
    @Bean
    PagerDutyCalls pagerDutyCalls(PagerDutySettings settings, MeterRegistry meters) {
        return new PagerDutyCalls(settings, meters);
    }

    @Bean
    PagerDuty pagerDuty(
            PagerDutySettings settings,
            PagerDutyCalls calls,
            Alerts alerts,
            JdbcClient jdbc,
            ObjectProvider<Clock> clock) {
        return new PagerDuty(settings, calls, alerts, jdbc, clock.getIfAvailable(Clock::systemUTC));
    }
}
