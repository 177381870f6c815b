package io.penguintech.gough.bot.source;

import java.io.File;
import java.util.Locale;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * A machine without git settings: whatever {@code ~/.gitconfig}, {@code /etc/gitconfig} or {@code GIT_*} say on it, a
 * clone of ours behaves the same. JGit knows only one such thing for the whole process.
 */
final class QuietMachine extends SystemReader.Delegate {
    private QuietMachine(SystemReader real) {
        super(real);
    }

    /** Makes the process deaf to the machine's git settings; again is no harm. */
    static synchronized void install() {
        var now = SystemReader.getInstance();
        if (!(now instanceof QuietMachine)) SystemReader.setInstance(new QuietMachine(now));
    }

    @Override
    public @Nullable String getenv(String variable) {
        var name = variable.toUpperCase(Locale.ROOT);
        return name.startsWith("GIT_") || name.startsWith("XDG_") || name.startsWith("SSH_")
                ? null
                : super.getenv(variable);
    }

    @Override
    public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    /** A settings file that does not exist and is never written. */
    private static final class Nothing extends FileBasedConfig {
        Nothing(@Nullable Config parent, FS fs) {
            super(parent, new File("/dev/null"), fs);
        }

        @Override
        public void load() {
            // Nothing to load.
        }

        @Override
        public void save() {
            // Nothing is kept.
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
