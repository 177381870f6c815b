package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** The repository of a random history: what it declares now, and what it declared at each revision. */
final class RandomCommits {
    static final List<String> ZONES = List.of("rack-a", "rack-b");
    static final List<String> POOLS = List.of("prod", "lab");
    private static final MemoryRepo.Author BEN = new MemoryRepo.Author("Ben", "ben@example.org", true);

    private final Scene scene;
    private final Random random;
    private final Breadth breadth;
    /** What the next commit declares, by the number in a host's address. */
    private final TreeMap<Integer, Declared> hosts = new TreeMap<>();

    private final TreeMap<String, String> queries = new TreeMap<>();
    private final TreeMap<Integer, Declared> removed = new TreeMap<>();
    private final Map<Revision, TreeMap<Integer, Declared>> history = new HashMap<>();
    private Optional<Revision> inForce = Optional.empty();
    /** What was in force from when on; the database keeps moments less exactly than the clock. */
    private final TreeMap<Instant, Revision> since = new TreeMap<>();

    private boolean garbage;
    private TreeMap<Integer, Declared> valid = new TreeMap<>();
    private TreeMap<String, String> validQueries = new TreeMap<>();

    RandomCommits(Scene scene, Random random, Breadth breadth) {
        this.scene = scene;
        this.random = random;
        this.breadth = breadth;
    }

    /** Declares a host from the start. */
    void declare(Declared host) {
        hosts.put(host.number(), host);
    }

    void query(String name, String sql) {
        queries.put(name, sql);
    }

    /** Commits what is declared; the author's name. */
    String commit(String message) {
        var author = switch (random.nextInt(10)) {
            case 0 -> Scene.STRANGER;
            case 1, 2 -> BEN;
            default -> Scene.ADA;
        };
        return commit(author, message);
    }

    private String commit(MemoryRepo.Author author, String message) {
        scene.files.keySet().removeIf(path -> !path.equals("gough.yaml"));
        var person = author.email().substring(0, author.email().indexOf('@'));
        hosts.replaceAll((number, host) -> {
            var before = valid.get(number);
            return before != null && before.by(host.by()).equals(host) ? host : host.by(person);
        });
        hosts.values().forEach(host -> scene.write("hosts/h%d.yaml".formatted(host.number()), host.text()));
        queries.forEach((name, sql) -> scene.write("queries/" + name + ".yaml", Scene.query(name, sql)));
        if (garbage) scene.write("hosts/garbage.yaml", "kind: Host\nmetadata: {nam: oops}\n");
        var revision = scene.repo.commit(author, message, scene.files);
        scene.service.requests().look(Scene.REPOSITORY, "push");
        if (!garbage) {
            valid = new TreeMap<>(hosts);
            validQueries = new TreeMap<>(queries);
        }
        history.put(revision, valid);
        return person;
    }

    /** A commit that changes something at random; what it does, in words. */
    String random() {
        int what = random.nextInt(100);
        if (what < 4) {
            garbage = !garbage;
            return committed(garbage ? "break a file" : "mend the broken file");
        }
        if (what < 10 && hosts.size() > 1) {
            var gone = any();
            hosts.remove(gone.number());
            removed.put(gone.number(), gone);
            return committed("remove the document of " + gone.name());
        }
        if (what < 18 && !removed.isEmpty()) {
            var back = removed.remove(removed.firstKey());
            hosts.put(back.number(), back);
            return committed("bring the document of " + back.name() + " back");
        }
        if (what < 22) {
            queries.put("q1", "SELECT %d".formatted(random.nextInt(100)));
            return committed("change query q1 to " + queries.get("q1"));
        }
        return edit(any());
    }

    /** A commit that gives a host up, reinstalls it or maintains it, or takes that back. */
    String bold() {
        var host = any();
        var other = host.protect(false);
        return edit(
                host,
                switch (random.nextInt(6)) {
                    case 0, 1 -> other.goal("deployed", false).raised();
                    case 2 -> other.goal("ready", false);
                    case 3 -> other.goal("retired", random.nextBoolean());
                    case 4 -> other.goal("maintenance", false);
                    default -> other.goal("deployed", false);
                });
    }

    private String edit(Declared host) {
        boolean refits = breadth.isWide() && random.nextInt(4) == 0;
        return edit(host, refits ? host.fit(refitted(host.fit())) : edited(host));
    }

    /** Another secret, or something else to be set up. */
    private Declared.Fit refitted(Declared.Fit fit) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2, 3 ->
                new Declared.Fit(
                        fit.secret().map(any -> RandomHardware.secret(random)),
                        fit.layout(),
                        fit.mtu(),
                        fit.hypervisor());
            case 4, 5 ->
                new Declared.Fit(fit.secret(), Optional.of(RandomHardware.layout(random)), fit.mtu(), fit.hypervisor());
            case 6 ->
                new Declared.Fit(
                        fit.secret(), fit.layout(), Optional.of(random.nextBoolean() ? 1500 : 9000), fit.hypervisor());
            default -> new Declared.Fit(fit.secret(), fit.layout(), fit.mtu(), !fit.hypervisor());
        };
    }

    private String edit(Declared host, Declared other) {
        hosts.put(host.number(), other);
        return committed("%s: goal %s%s, generation %d, tags %s, zone %s, pool %s, protect %s, adopt %s%s"
                .formatted(
                        other.name(),
                        other.goal(),
                        other.delete() ? " with delete" : "",
                        other.generation(),
                        other.tags(),
                        other.zone().orElse("-"),
                        other.pool().orElse("-"),
                        other.protect(),
                        other.adopt(),
                        other.formerly().map(f -> ", formerly " + f).orElse("")
                                + (other.fit().equals(Declared.Fit.PLAIN) ? "" : ", " + other.fit())));
    }

    private Declared edited(Declared host) {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 ->
                host.protect(host.protect() && random.nextInt(4) == 0).goal(goal(), random.nextInt(3) == 0);
            case 5, 6, 7, 8 -> host.raised();
            case 9, 10 -> host.protect(!host.protect());
            case 11 -> host.adopt(!host.adopt());
            case 12, 13 -> host.tagged("t" + random.nextInt(3));
            case 14, 15 ->
                host.placed(
                        Optional.of(ZONES.get(random.nextInt(ZONES.size()))),
                        Optional.of(POOLS.get(random.nextInt(POOLS.size()))));
            case 16 -> host.described("note " + random.nextInt(100));
            case 17 -> host.named(host.name().startsWith("h") ? "n" + host.number() : "h" + host.number());
            default -> host.protect(false).goal(goal(), random.nextInt(3) == 0);
        };
    }

    private String goal() {
        return List.of("deployed", "deployed", "ready", "retired", "maintenance")
                .get(random.nextInt(5));
    }

    private String committed(String what) {
        return "%s commits: %s".formatted(commit(what), what);
    }

    private Declared any() {
        return List.copyOf(hosts.values()).get(random.nextInt(hosts.size()));
    }

    /** Mends what was broken, so that the newest revision can be used. */
    Optional<String> mend() {
        if (!garbage) return Optional.empty();
        garbage = false;
        return Optional.of("%s commits: mend the broken file".formatted(commit(Scene.ADA, "mend the broken file")));
    }

    /** What the newest usable revision that Gough has seen declares. */
    Map<Integer, Declared> inForce() {
        return declared(inForce);
    }

    /** What the newest usable revision that Gough had seen at a moment declared. */
    Map<Integer, Declared> inForce(Instant moment) {
        return declared(Optional.ofNullable(since.floorEntry(moment)).map(Map.Entry::getValue));
    }

    private Map<Integer, Declared> declared(Optional<Revision> at) {
        return at.map(revision -> history.getOrDefault(revision, new TreeMap<>()))
                .orElseGet(TreeMap::new);
    }

    /** Gough has taken this revision up. */
    void seen(Optional<Revision> revision) {
        inForce = revision;
        revision.ifPresent(one -> since.put(scene.time.instant().truncatedTo(ChronoUnit.MILLIS), one));
    }

    /** What the newest usable revision declares, whether Gough has seen it or not. */
    Map<Integer, Declared> newest() {
        return valid;
    }

    Map<String, String> queries() {
        return validQueries;
    }
}
