package io.penguintech.gough.reconcile;

import java.time.Instant;

/**
 * When Gough installed what runs on a machine.
 *
 * @param sent when MAAS was told to deploy it
 * @param arrived when it was seen to be deployed
 */
public record Installation(Instant sent, Instant arrived) {}
