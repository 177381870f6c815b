/**
 * User data rendered from templates as data.
 *
 * <p>{@link io.penguintech.gough.templates.cloudinit.UserDataRenderer} takes a host and its inventory. On the way,
 * placeholders are replaced inside scalars, templates combine as peers (maps merge, lists append, two different scalars
 * are a problem), and the result is written as YAML that YAML 1.1 and 1.2 read alike; scripts beside it become parts of
 * one MIME multipart. What identifies the result is the digest of its meaning, not of its bytes: the merged tree
 * without the order of its keys, with secret references in place. Secrets are asked for when the bytes are sent, and
 * never before.
 */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.templates.cloudinit;
