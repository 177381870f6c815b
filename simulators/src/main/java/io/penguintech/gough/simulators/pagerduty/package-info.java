/** A stand-in PagerDuty: the Events API v2. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.simulators.pagerduty;
