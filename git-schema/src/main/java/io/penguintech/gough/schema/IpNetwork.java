package io.penguintech.gough.schema;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A network of addresses.
 *
 * @param first its lowest address
 * @param prefix how many bits all of its addresses share
 */
record IpNetwork(IpAddress first, int prefix) {
    /** The network that an address with a prefix is in; empty when {@code text} is no such thing. */
    static Optional<IpNetwork> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}")) return Optional.empty();
        int prefix = Integer.parseInt(text.substring(slash + 1));
        return IpAddress.parse(text.substring(0, slash))
                .filter(address -> prefix > 0 && prefix <= address.bits())
                .map(address -> new IpNetwork(masked(address, prefix), prefix));
    }

    private static IpAddress masked(IpAddress address, int prefix) {
        int rest = address.bits() - prefix;
        return new IpAddress(address.version(), address.value().shiftRight(rest).shiftLeft(rest));
    }

    /** Its highest address: the one for broadcasts of IPv4. */
    IpAddress last() {
        var size = BigInteger.ONE.shiftLeft(first.bits() - prefix);
        return new IpAddress(first.version(), first.value().add(size).subtract(BigInteger.ONE));
    }

    boolean contains(IpAddress address) {
        return address.version() == first.version() && address.compareTo(first) >= 0 && address.compareTo(last()) <= 0;
    }

    boolean overlaps(IpNetwork other) {
        return contains(other.first) || other.contains(first);
    }

    /** Whether a machine can have the address: neither the network's own nor the one for broadcasts. */
    boolean usable(IpAddress address) {
        if (!contains(address)) return false;
        if (prefix >= first.bits() - 1) return true;
        return !address.equals(first) && (address.version() == 6 || !address.equals(last()));
    }

    /** As MAAS writes it. */
    @Override
    public String toString() {
        return first + "/" + prefix;
    }
}
