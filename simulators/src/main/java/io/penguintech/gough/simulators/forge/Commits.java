package io.penguintech.gough.simulators.forge;

import java.util.HashSet;
import java.util.Set;

/** The commits behind the repository of a forge. */
interface Commits {
    /** Whether there is such a commit. */
    boolean has(String id);

    /** Somebody brought this one. */
    void brought(String id);

    /** A pull request proposes another commit now: whoever fetches from the repository finds it. */
    void proposed(Pull pull);

    /** Whether {@code commit} holds all that {@code older} does. */
    boolean contains(String commit, String older);

    /** Whether what {@code commit} has since it parted from {@code base} adds or changes that line of a file. */
    boolean changes(String base, String commit, String path, int line);

    /** Commits of a repository that is not there: whichever were named. */
    final class Told implements Commits {
        private final Set<String> ids = new HashSet<>();

        @Override
        public boolean has(String id) {
            return ids.contains(id);
        }

        @Override
        public void brought(String id) {
            ids.add(id);
        }

        @Override
        public void proposed(Pull pull) {
            ids.add(pull.head());
        }

        @Override
        public boolean contains(String commit, String older) {
            return false;
        }

        /** All but a file that is called like what nobody touched. */
        @Override
        public boolean changes(String base, String commit, String path, int line) {
            return !path.startsWith("untouched");
        }
    }
}
