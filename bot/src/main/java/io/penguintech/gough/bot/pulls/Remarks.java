package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.Annotation;
import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.planview.PullViews;
import io.penguintech.gough.bot.source.HeadLines;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.Merge;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.templates.view.PullPages;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where people see what is wrong with a head: what is found in the files that a merge would make is shown beside the lines of
 * the two commits that it is made of.
 */
final class Remarks {
    /** The others are in the comment. */
    private static final int MOST = 200;

    private final Forge forge;
    private final Merge.Clean merge;
    private final HeadLines lines;

    /** Of what was found in these files; others are not read. */
    Remarks(Forge forge, InfraRepo source, Merge.Clean merge, Set<String> files) {
        this.forge = forge;
        this.merge = merge;
        this.lines = new HeadLines(merge, source.proposed(merge.head(), files));
    }

    /** Where people see a place in the files of the merge: in the head, or in the branch, which alone brings it. */
    PullViews.Spot spot(Place place) {
        var there = lines.inHead(place).map(found -> spot(merge.head(), found));
        return there.or(() -> lines.inBase(place).map(found -> spot(merge.base(), found)))
                .orElseGet(() -> spot(merge.head(), Place.ofFile(place.file())));
    }

    private PullViews.Spot spot(Revision revision, Place place) {
        return new PullViews.Spot(place, Optional.of(forge.page(revision, place).toString()));
    }

    /** What is to stand beside lines of the head, the worst first; nothing of what the branch brings. */
    List<Annotation> annotations(List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .flatMap(one -> annotation(one).stream())
                .sorted(Comparator.comparing(Annotation::level)
                        .thenComparing(Annotation::file)
                        .thenComparingInt(Annotation::line))
                .limit(MOST)
                .toList();
    }

    private Optional<Annotation> annotation(Diagnostic one) {
        var row = PullViews.diagnostics(List.of(one), this::spot).getFirst();
        return lines.inHead(one.place()).map(place -> {
            boolean changed = place.line() > 0 && lines.inBase(one.place()).isEmpty();
            return new Annotation(
                    place.file(),
                    Math.max(1, place.line()),
                    changed,
                    level(one.severity()),
                    one.summary(),
                    one.detail(),
                    PullPages.beside(row));
        });
    }

    private static Annotation.Level level(Diagnostic.Severity severity) {
        return switch (severity) {
            case ERROR -> Annotation.Level.FAILURE;
            case WARNING -> Annotation.Level.WARNING;
            case NOTICE -> Annotation.Level.NOTICE;
        };
    }
}
