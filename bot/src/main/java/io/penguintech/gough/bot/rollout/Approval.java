package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.schema.Revision;
import java.time.Instant;

/**
 * One person's yes to one plan.
 *
 * @param by the person's name
 * @param digest digest of the plan they saw
 * @param head the revision they saw
 * @param at when
 * @param expires until when it holds
 * @param via where they said it: slack, api, cli, web
 */
public record Approval(String by, String digest, Revision head, Instant at, Instant expires, String via) {}
