/** A stand-in for Slack: its Web API with state and block rules, and signed deliveries to the app under test. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.simulators.slack;
