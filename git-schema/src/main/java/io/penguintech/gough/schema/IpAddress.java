package io.penguintech.gough.schema;

import java.math.BigInteger;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 address, written as MAAS writes it (RFC 5952).
 *
 * @param version 4 or 6
 * @param value its bits as a number
 */
record IpAddress(int version, BigInteger value) implements Comparable<IpAddress> {
    private static final Pattern QUAD = Pattern.compile("(?:0|[1-9][0-9]{0,2})(?:\\.(?:0|[1-9][0-9]{0,2})){3}");
    private static final Pattern GROUPS = Pattern.compile("[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*");

    /** The address that {@code text} is; empty when it is none. */
    static Optional<IpAddress> parse(String text) {
        if (QUAD.matcher(text).matches()) return quad(text);
        int gap = text.indexOf("::");
        if (gap < 0) return hex(text, 8).map(groups -> new IpAddress(6, groups));
        var front = text.substring(0, gap);
        var back = text.substring(gap + 2);
        return hex(front, count(front))
                .filter(_ -> count(front) + count(back) < 8)
                .flatMap(high -> hex(back, count(back))
                        .map(low -> new IpAddress(
                                6, high.shiftLeft(16 * (8 - count(front))).or(low))));
    }

    private static int count(String groups) {
        return groups.isEmpty() ? 0 : groups.split(":", -1).length;
    }

    private static Optional<BigInteger> hex(String groups, int count) {
        if (groups.isEmpty()) return Optional.of(BigInteger.ZERO).filter(_ -> count == 0);
        if (!GROUPS.matcher(groups).matches() || count(groups) != count) return Optional.empty();
        var value = BigInteger.ZERO;
        for (var group : groups.split(":", -1)) value = value.shiftLeft(16).or(new BigInteger(group, 16));
        return Optional.of(value);
    }

    private static Optional<IpAddress> quad(String text) {
        long value = 0;
        for (var part : text.split("\\.", -1)) {
            if (Integer.parseInt(part) > 255) return Optional.empty();
            value = value << 8 | Integer.parseInt(part);
        }
        return Optional.of(new IpAddress(4, BigInteger.valueOf(value)));
    }

    int bits() {
        return version == 4 ? 32 : 128;
    }

    @Override
    public int compareTo(IpAddress other) {
        return version == other.version ? value.compareTo(other.value) : Integer.compare(version, other.version);
    }

    /** As MAAS writes it. */
    @Override
    public String toString() {
        return version == 4 ? quad() : hex();
    }

    private int part(int width, int index) {
        return value.shiftRight(bits() - width * (index + 1)).intValue() & ((1 << width) - 1);
    }

    private String quad() {
        var text = new StringJoiner(".");
        for (int i = 0; i < 4; i++) text.add(Integer.toString(part(8, i)));
        return text.toString();
    }

    /** The first of the longest runs of zeros, of two groups at least, becomes two colons. */
    private String hex() {
        int from = 0;
        int longest = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && part(16, i + run) == 0) run++;
            if (run > longest) {
                from = i;
                longest = run;
            }
        }
        if (longest < 2) return groups(0, 8);
        return groups(0, from) + "::" + groups(from + longest, 8);
    }

    private String groups(int from, int to) {
        var text = new StringJoiner(":");
        for (int i = from; i < to; i++) text.add(Integer.toHexString(part(16, i)));
        return text.toString();
    }
}
