package io.penguintech.gough.simulators.maas;

import java.util.Objects;

/** Who may do what to a machine (section 5a of the facts: recorded; the rest source code, {@code auth/backends}). */
final class Access {
    private Access() {}

    /** Administrators see all, others what nobody or they own. */
    static boolean sees(MaasUser user, Node node) {
        return user.superuser() || node.owner == null || owns(user, node);
    }

    static boolean owns(MaasUser user, Node node) {
        return Objects.equals(user.username(), node.owner);
    }

    /** To read, and to lock and unlock: a lock does not bind other administrators. */
    static void requireView(MaasUser user, Node node) {
        if (!sees(user, node)) {
            throw Refusal.forbidden();
        }
    }

    /** Who sees it may edit it, but nobody while it is locked. */
    static void requireEdit(MaasUser user, Node node) {
        requireView(user, node);
        if (node.locked) {
            throw Refusal.forbidden();
        }
    }

    /** Administrators only, and not while it is locked. */
    static void requireAdmin(MaasUser user, Node node) {
        if (!user.superuser() || node.locked) {
            throw Refusal.forbidden();
        }
    }
}
