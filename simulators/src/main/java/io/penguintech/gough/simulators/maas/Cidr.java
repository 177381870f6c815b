package io.penguintech.gough.simulators.maas;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network of IPv4 or IPv6 addresses.
 *
 * @param network its first address as a number
 * @param prefix how many bits are fixed
 * @param bits 32 or 128
 */
record Cidr(BigInteger network, int prefix, int bits) {
    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]+");

    /** Reads {@code address/prefix}; host bits are dropped. */
    static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(text.substring(slash + 1));
        return bytes(text.substring(0, slash))
                .filter(bytes -> prefix <= bytes.length * 8)
                .map(bytes -> of(new BigInteger(1, bytes), prefix, bytes.length * 8));
    }

    private static Cidr of(BigInteger address, int prefix, int bits) {
        return new Cidr(address.shiftRight(bits - prefix).shiftLeft(bits - prefix), prefix, bits);
    }

    /** An address as a number, whatever its family. */
    static Optional<BigInteger> address(String text) {
        return bytes(text).map(bytes -> new BigInteger(1, bytes));
    }

    /** Only literals: a name would be looked up. */
    private static Optional<byte[]> bytes(String text) {
        if (!LITERAL.matcher(text).matches() || !(text.contains(":") || text.matches("(\\d{1,3}\\.){3}\\d{1,3}"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException wrong) {
            return Optional.empty();
        }
    }

    BigInteger last() {
        return network.add(BigInteger.ONE.shiftLeft(bits - prefix)).subtract(BigInteger.ONE);
    }

    boolean contains(String address) {
        return bytes(address)
                .filter(bytes -> bytes.length * 8 == bits)
                .map(bytes -> contains(new BigInteger(1, bytes)))
                .orElse(false);
    }

    private boolean contains(BigInteger address) {
        return address.compareTo(network) >= 0 && address.compareTo(last()) <= 0;
    }

    boolean overlaps(Cidr other) {
        return bits == other.bits && (contains(other.network) || other.contains(network));
    }

    int ipVersion() {
        return bits == 32 ? 4 : 6;
    }

    /** A number of this family as text. */
    String text(BigInteger address) {
        var all = address.toByteArray();
        var bytes = new byte[bits / 8];
        for (int i = 1; i <= Math.min(all.length, bytes.length); i++) {
            bytes[bytes.length - i] = all[all.length - i];
        }
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return text(network) + "/" + prefix;
    }
}
