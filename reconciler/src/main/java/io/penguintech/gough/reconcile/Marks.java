package io.penguintech.gough.reconcile;

/** Whose a machine is, by its tags alone. Two tags together say it; one of them says nothing. */
enum Marks {
    /** Neither tag. */
    NONE,
    /** Both tags, ours. */
    OURS,
    /** One of the two, also another's, or ours and another's: in doubt. */
    DOUBTFUL,
    /** Both tags, another Gough's. */
    FOREIGN;

    /** How the tags of every Gough's repository id begin. */
    static final String PREFIX = "gough-";

    static Marks of(Machine machine, String ownTag) {
        boolean managed = false;
        boolean own = false;
        boolean other = false;
        for (var tag : machine.tags()) {
            if (tag.equals(Desired.MANAGED)) managed = true;
            else if (tag.equals(ownTag)) own = true;
            else if (tag.startsWith(PREFIX)) other = true;
        }
        if (managed && own && !other) return OURS;
        if (managed && other && !own) return FOREIGN;
        // Another's tag alone may be a machine that another Gough is about to mark.
        return managed || own || other ? DOUBTFUL : NONE;
    }

    /** Whether Gough keeps this tag to itself. */
    static boolean reserved(String tag) {
        return tag.equals(Desired.MANAGED) || tag.startsWith(PREFIX);
    }
}
