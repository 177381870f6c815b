package io.penguintech.gough.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * Builds trees from the events of a YAML parser. Keeps its own stack, so that depth is counted instead of felt, and
 * counts what aliases stand for, so that a small file cannot mean a huge tree.
 */
final class TreeComposer {
    /** Most values that the aliases of one document may stand for together. */
    static final int MOST_EXPANDED = 50_000;

    private static final String MERGE = "<<";

    private final String path;
    private final Limits limits;
    private final Problems problems;
    private final ScalarReader scalars;
    private final List<Tree> documents = new ArrayList<>();
    private final Deque<Frame> open = new ArrayDeque<>();
    private final Map<String, Node> anchors = new HashMap<>();
    private int aliases;
    private long expanded;

    TreeComposer(String path, SourceText source, Limits limits, Yaml.Dialect dialect, Problems problems) {
        this.path = path;
        this.limits = limits;
        this.problems = problems;
        this.scalars = new ScalarReader(path, source, dialect, problems);
    }

    /** A finished value with what it costs to walk it. */
    private record Node(Tree tree, long size, int height) {}

    /** A collection that is still open. */
    private sealed interface Frame {
        @Nullable
        String anchor();

        /** What the children seen so far cost. */
        Cost cost();
    }

    private static final class Cost {
        private long size = 1;
        private int height = 1;

        void add(Node child) {
            size += child.size();
            height = Math.max(height, child.height() + 1);
        }
    }

    private record SeqFrame(Place place, @Nullable String anchor, Cost cost, List<Tree> items) implements Frame {}

    private record MapFrame(Place place, @Nullable String anchor, Cost cost, MapBuilder entries) implements Frame {}

    /** The documents finished so far. */
    List<Tree> documents() {
        return documents;
    }

    /** Forgets a document that was begun and cannot be finished. */
    void dropOpen() {
        open.clear();
    }

    /** Takes the next event; false when the rest of the file must not be read. */
    boolean accept(Event event) {
        return switch (event.getEventId()) {
            case DocumentStart -> startDocument();
            case Alias -> alias((AliasEvent) event);
            case Scalar -> scalar((ScalarEvent) event);
            case SequenceStart, MappingStart -> start((CollectionStartEvent) event);
            case SequenceEnd, MappingEnd -> end();
            case StreamStart, StreamEnd, DocumentEnd, Comment -> true;
        };
    }

    private boolean startDocument() {
        anchors.clear();
        aliases = 0;
        expanded = 0;
        return true;
    }

    private boolean scalar(ScalarEvent event) {
        var place = placeOf(event);
        if (isMergeKey(event)
                && open.peek() instanceof MapFrame map
                && map.entries().wantsKey()) {
            map.entries().mergeKey(place);
            return true;
        }
        var node = new Node(scalars.read(event, place), 1, 1);
        remember(anchorOf(event), node);
        return add(node);
    }

    private static boolean isMergeKey(ScalarEvent event) {
        return event.isPlain() && event.getTag().isEmpty() && event.getValue().equals(MERGE);
    }

    private boolean start(CollectionStartEvent event) {
        var place = placeOf(event);
        if (open.size() >= limits.depth()) {
            problems.error("Nested too deep", "At most %d levels are read.".formatted(limits.depth()), place);
            return false;
        }
        checkTag(event, place);
        var anchor = anchorOf(event);
        open.push(
                event.getEventId() == Event.ID.SequenceStart
                        ? new SeqFrame(place, anchor, new Cost(), new ArrayList<>())
                        : new MapFrame(place, anchor, new Cost(), new MapBuilder(problems)));
        return true;
    }

    private void checkTag(CollectionStartEvent event, Place place) {
        var expected =
                event.getEventId() == Event.ID.SequenceStart ? ScalarReader.TAG + "seq" : ScalarReader.TAG + "map";
        event.getTag()
                .filter(tag -> !tag.equals(expected) && !tag.equals("!"))
                .ifPresent(tag -> problems.error(
                        "Unsupported YAML tag", "The tag %s means nothing here. Remove it.".formatted(tag), place));
    }

    private boolean end() {
        var frame = open.pop();
        var tree = switch (frame) {
            case SeqFrame seq -> new Tree.Seq(seq.items(), seq.place());
            case MapFrame map -> new Tree.Mapping(map.entries().entries(), map.place());
        };
        var node = new Node(tree, frame.cost().size, frame.cost().height);
        remember(frame.anchor(), node);
        return add(node);
    }

    private boolean alias(AliasEvent event) {
        var place = placeOf(event);
        var name = event.getAlias().getValue();
        if (++aliases > limits.aliases()) {
            problems.error(
                    "Too many aliases",
                    "At most %d aliases are read in one document.".formatted(limits.aliases()),
                    place);
            return false;
        }
        if (open.stream().anyMatch(frame -> name.equals(frame.anchor()))) {
            problems.error("Alias refers to itself", "*%s stands inside &%s.".formatted(name, name), place);
            return add(nothing(place));
        }
        var node = anchors.get(name);
        if (node == null) {
            problems.error("Unknown alias", "*%s: %s".formatted(name, unknown(name)), place);
            return add(nothing(place));
        }
        return withinReason(node, place) && add(node);
    }

    private String unknown(String name) {
        return Suggestion.among(name, anchors.keySet())
                .map("did you mean *%s?"::formatted)
                .orElse("no anchor &%s stands above it in this document.".formatted(name));
    }

    private boolean withinReason(Node node, Place place) {
        expanded += node.size();
        if (expanded > MOST_EXPANDED) {
            problems.error(
                    "Aliases stand for too much",
                    "Written out, the aliases of this document make more than %,d values.".formatted(MOST_EXPANDED),
                    place);
            return false;
        }
        if (open.size() + node.height() - 1 > limits.depth()) {
            problems.error(
                    "Nested too deep",
                    "Written out, this alias nests deeper than the %d levels that are read.".formatted(limits.depth()),
                    place);
            return false;
        }
        return true;
    }

    private static Node nothing(Place place) {
        return new Node(new Tree.Scalar(null, place), 1, 1);
    }

    private boolean add(Node node) {
        switch (open.peek()) {
            case null -> {
                if (!isEmpty(node.tree())) documents.add(node.tree());
            }
            case SeqFrame seq -> {
                seq.cost().add(node);
                seq.items().add(node.tree());
            }
            case MapFrame map -> {
                map.cost().add(node);
                map.entries().add(node.tree());
            }
        }
        return true;
    }

    private static boolean isEmpty(Tree tree) {
        return tree instanceof Tree.Scalar scalar && scalar.value() == null;
    }

    private void remember(@Nullable String anchor, Node node) {
        if (anchor != null) anchors.put(anchor, node);
    }

    private static @Nullable String anchorOf(NodeEvent event) {
        return event.getAnchor().map(anchor -> anchor.getValue()).orElse(null);
    }

    private Place placeOf(Event event) {
        return event.getStartMark().map(mark -> Yaml.place(path, mark)).orElse(Place.ofFile(path));
    }
}
