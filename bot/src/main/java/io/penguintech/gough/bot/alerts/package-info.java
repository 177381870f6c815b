/** Alerts in and out: what Fleets say by webhooks, and what PagerDuty is told. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.alerts;
