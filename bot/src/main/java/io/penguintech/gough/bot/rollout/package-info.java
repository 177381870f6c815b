/** Rollouts: one revision being brought about, who approved it, what was done. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.rollout;
