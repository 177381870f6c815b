package io.penguintech.gough.simulators.slack;

import java.time.Instant;
import tools.jackson.databind.node.ArrayNode;

/**
 * What a message said at one time.
 *
 * @param text the text, or the fallback when there are blocks
 * @param blocks as stored, with the ids Slack adds; empty when there are none
 * @param at since when
 */
public record MessageVersion(String text, ArrayNode blocks, Instant at) {}
