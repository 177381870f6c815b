package io.penguintech.gough.simulators.maas;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses of which subnet are taken. Free ones are handed out from the lowest on (inferred); the network
 * address, the broadcast address, the gateway, ranges and reserved addresses never are (source code).
 */
final class Addresses {
    private final Networks networks;
    private final Map<Networks.Subnet, Set<BigInteger>> taken = new HashMap<>();
    private final Map<Networks.Subnet, BigInteger> lowestFree = new HashMap<>();

    /** Addresses kept for a MAC address since 3.6, by address. */
    final Map<String, String> reservedFor = new LinkedHashMap<>();

    Addresses(Networks networks) {
        this.networks = networks;
    }

    boolean isTaken(Networks.Subnet subnet, String address) {
        return set(subnet).contains(Cidr.address(address).orElseThrow());
    }

    boolean anyTaken(Networks.Subnet subnet) {
        return !set(subnet).isEmpty();
    }

    Set<BigInteger> taken(Networks.Subnet subnet) {
        return Set.copyOf(set(subnet));
    }

    void take(Networks.Subnet subnet, String address) {
        set(subnet).add(Cidr.address(address).orElseThrow());
    }

    void free(Networks.Subnet subnet, String address) {
        var number = Cidr.address(address).orElseThrow();
        set(subnet).remove(number);
        lowestFree.computeIfPresent(subnet, (any, lowest) -> lowest.min(number));
    }

    /** Takes the address reserved for this MAC address, else the lowest free one; empty if there is none. */
    Optional<String> next(Networks.Subnet subnet, String mac) {
        var kept = reservedFor.entrySet().stream()
                .filter(each -> each.getValue().equals(mac) && subnet.cidr.contains(each.getKey()))
                .findFirst();
        if (kept.isPresent()) {
            take(subnet, kept.get().getKey());
            return Optional.of(kept.get().getKey());
        }
        var last = subnet.cidr.last();
        var at = lowestFree.getOrDefault(subnet, subnet.cidr.network().add(BigInteger.ONE));
        for (; at.compareTo(last) < 0; at = at.add(BigInteger.ONE)) {
            var address = subnet.cidr.text(at);
            if (isUsable(subnet, at, address)) {
                set(subnet).add(at);
                lowestFree.put(subnet, at.add(BigInteger.ONE));
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    /** After ranges or gateways changed, addresses below may be free again. */
    void reconsider() {
        lowestFree.clear();
    }

    private boolean isUsable(Networks.Subnet subnet, BigInteger number, String address) {
        return !set(subnet).contains(number)
                && !address.equals(subnet.gateway)
                && !reservedFor.containsKey(address)
                && networks.ranges(subnet).stream().noneMatch(range -> range.contains(address));
    }

    private Set<BigInteger> set(Networks.Subnet subnet) {
        return taken.computeIfAbsent(subnet, any -> new HashSet<>());
    }
}
