package io.penguintech.gough.bot.cli;

import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Revision;

/**
 * What was looked at before anything began, which is all that may come about.
 *
 * @param plan what is left of it
 * @param meant what the digest names
 * @param resumed whether an earlier run began it
 */
record Previewed(Revision revision, Plan plan, Begun.Meant meant, boolean resumed) {}
