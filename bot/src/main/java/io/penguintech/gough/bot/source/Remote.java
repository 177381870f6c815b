package io.penguintech.gough.bot.source;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** The other end of a clone: asked where refs are, and for what is new. Every call has a limit in time and size. */
final class Remote {
    /** Longest silence within a call. */
    private static final int SILENCE_SECONDS = 20;

    private static final Duration LIST = Duration.ofSeconds(30);
    private static final Duration PUSH = Duration.ofSeconds(60);

    private final RepositorySettings settings;
    private final URIish uri;
    private final Optional<SshKeys> ssh;
    private final Optional<TrustedCa> ca;

    Remote(RepositorySettings settings) {
        this.settings = settings;
        try {
            this.uri = new URIish(settings.url());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a git URL: " + e.getMessage(), e);
        }
        this.ssh = settings.isSsh() ? Optional.of(SshKeys.of(settings)) : Optional.empty();
        this.ca = Optional.ofNullable(settings.caFile()).map(TrustedCa::new);
    }

    /** Where these refs are; those that the remote does not have are missing. */
    Map<String, ObjectId> where(List<String> refs) throws IOException {
        // Needs a repository to stand in, but not ours: nobody waits for a fetch.
        try (var nothing = Nowhere.repository()) {
            return TimeLimit.within(LIST, () -> {}, () -> {
                try (var transport = open(nothing);
                        var connection = transport.openFetch(
                                refs.stream().map(RefSpec::new).toList())) {
                    var found = new HashMap<String, ObjectId>();
                    for (var ref : refs) commitOf(connection.getRef(ref)).ifPresent(commit -> found.put(ref, commit));
                    return found;
                }
            });
        }
    }

    private static Optional<ObjectId> commitOf(@Nullable Ref ref) {
        if (ref == null) return Optional.empty();
        var peeled = ref.getPeeledObjectId();
        return Optional.ofNullable(peeled == null ? ref.getObjectId() : peeled);
    }

    /** Brings everything that these refs reach into {@code clone} and moves the refs they name there, also backwards. */
    void fetch(Repository clone, Map<String, String> refs) throws IOException {
        var specs = refs.entrySet().stream()
                .map(ref -> new RefSpec("+" + ref.getKey() + ":" + ref.getValue()))
                .toList();
        var objects = clone.getDirectory().toPath().resolve("objects");
        var packs = objects.resolve("pack");
        long before = size(packs, "*.pack");
        TimeLimit.within(settings.fetchTimeout(), () -> refuseTooMuch(objects), () -> {
            try (var transport = open(clone)) {
                transport.setTagOpt(TagOpt.NO_TAGS);
                return transport.fetch(NullProgressMonitor.INSTANCE, specs);
            }
        });
        // A quick server is done between two glances.
        if (size(packs, "*.pack") - before > settings.maxFetch().toBytes()) throw new TooMuch(settings.maxFetch());
    }

    /** Makes a branch there, or finds it there already; why not when it is not. Moves none that is there. */
    Optional<String> push(Repository clone, ObjectId commit, String name) throws IOException {
        var ref = Constants.R_HEADS + name;
        var update = new RemoteRefUpdate(clone, commit.name(), commit, ref, false, null, ObjectId.zeroId());
        return TimeLimit.within(PUSH, () -> {}, () -> {
            try (var transport = open(clone)) {
                var answer = transport.push(NullProgressMonitor.INSTANCE, List.of(update));
                return refusal(answer.getRemoteUpdate(ref));
            }
        });
    }

    private static Optional<String> refusal(RemoteRefUpdate update) {
        var name = Repository.shortenRefName(update.getRemoteName());
        return switch (update.getStatus()) {
            case OK, UP_TO_DATE -> Optional.empty();
            case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED ->
                Optional.of("There is a branch %s already, with something else in it.".formatted(name));
            case REJECTED_OTHER_REASON, REJECTED_NODELETE, NON_EXISTING, NOT_ATTEMPTED, AWAITING_REPORT ->
                Optional.of("The remote does not take branch %s: %s"
                        .formatted(name, Objects.requireNonNullElse(update.getMessage(), "it says no more")));
        };
    }

    /** A fetch brought more than the settings allow. */
    static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuch(DataSize most) {
            super("the answer is larger than %s; if that is right, raise max-fetch".formatted(most));
        }
    }

    /** What is being received grows in one file whose name begins with {@code incoming_}. */
    private void refuseTooMuch(Path objects) throws IOException {
        if (size(objects, "incoming_*") > settings.maxFetch().toBytes()) throw new TooMuch(settings.maxFetch());
    }

    private static long size(Path folder, String names) throws IOException {
        long size = 0;
        try (var files = Files.newDirectoryStream(folder, names)) {
            for (var file : files) size += Files.size(file);
        } catch (NoSuchFileException e) {
            return size; // It has just been moved to its place.
        }
        return size;
    }

    private Transport open(Repository clone) throws IOException {
        var transport = Transport.open(clone, uri);
        transport.setTimeout(SILENCE_SECONDS);
        if (transport instanceof TransportHttp http) {
            transport.setCredentialsProvider(settings.passwordFile() == null ? null : basic());
            ca.ifPresent(it -> http.setHttpConnectionFactory(it.connections()));
        }
        if (transport instanceof SshTransport secure)
            ssh.ifPresent(keys -> secure.setSshSessionFactory(keys.sessions()));
        return transport;
    }

    /** Read at each call: a rotated password works at once. */
    private UsernamePasswordCredentialsProvider basic() {
        var file = Objects.requireNonNull(settings.passwordFile());
        return new UsernamePasswordCredentialsProvider(settings.username(), file.read());
    }
}
