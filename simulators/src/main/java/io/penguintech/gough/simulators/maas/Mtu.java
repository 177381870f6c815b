package io.penguintech.gough.simulators.maas;

import org.jspecify.annotations.Nullable;

/** Nothing has a greater MTU than what it is made of: MAAS sees to that (source code, {@code signals/interfaces.py}). */
final class Mtu {
    /** Its name in the interface's params. */
    static final String PARAM = "mtu";

    private Mtu() {}

    /** Lowers that of what is made of {@code nic}, and raises that of what it is made of; {@code before} is what it had. */
    static void changed(Node node, Nic nic, @Nullable Object before) {
        if (!(nic.params.get(PARAM) instanceof Integer mtu) || mtu.equals(before)) {
            return;
        }
        for (var child : Wiring.children(node, nic)) {
            if (child.params.get(PARAM) instanceof Integer more && more > mtu) {
                set(node, child, mtu);
            }
        }
        for (var parent : nic.parents) {
            if (!(parent.params.get(PARAM) instanceof Integer enough && enough >= mtu)) {
                set(node, parent, mtu);
            }
        }
    }

    private static void set(Node node, Nic nic, int mtu) {
        var before = nic.params.put(PARAM, mtu);
        changed(node, nic, before);
    }
}
