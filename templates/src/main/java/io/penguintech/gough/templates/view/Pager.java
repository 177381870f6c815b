package io.penguintech.gough.templates.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Lays blocks out on as few comments as they take, in their order. What is open where a comment ends is closed there and
 * opened again in the next. What is left beyond the last comment is counted.
 */
final class Pager {
    /** Whoever writes more than this fills the pull request. */
    private static final int MOST = 4;
    /** For the fixed words around a page. */
    private static final int AROUND = 800;

    private final String title;
    private final String end;
    private final Optional<String> everything;
    private final int room;
    private final List<StringBuilder> pages = new ArrayList<>(List.of(new StringBuilder()));
    private final SortedMap<String, Integer> left = new TreeMap<>();

    /**
     * A pager.
     *
     * @param title what stands first in a comment that is not the first
     * @param end what stands last in the first comment
     * @param everything where everything can be read
     * @param longest what a comment takes
     */
    Pager(String title, String end, Optional<String> everything, int longest) {
        this.title = title;
        this.end = end;
        this.everything = everything;
        this.room = longest
                - AROUND
                - title.length()
                - end.length()
                - everything.map(String::length).orElse(0);
    }

    /** How much of a comment there is for blocks. */
    int room() {
        return room;
    }

    /** The comments, at least one. */
    List<String> pages(List<Block> blocks) {
        boolean full = false;
        for (var block : blocks)
            if (full) leave(block, 0);
            else full = !put(block);
        var written = new ArrayList<String>();
        for (int i = 0; i < pages.size(); i++) written.add(before(i) + pages.get(i) + after(i));
        return List.copyOf(written);
    }

    /** Whether all of it found room. */
    private boolean put(Block block) {
        var head = block.open();
        boolean open = false;
        for (int i = 0; i < block.rows().size(); i++) {
            var row = block.rows().get(i) + block.close();
            if (!fits(open ? row : head + row)) {
                if (open) page().append(block.close());
                open = false;
                if (!turn()) {
                    leave(block, i);
                    return false;
                }
                if (!fits(head + row)) {
                    left.merge(block.noun(), 1, Integer::sum);
                    continue;
                }
            }
            if (!open) page().append(head);
            page().append(block.rows().get(i));
            open = true;
            head = block.again();
        }
        if (open) page().append(block.close());
        return true;
    }

    private StringBuilder page() {
        return pages.getLast();
    }

    private boolean fits(String more) {
        return page().length() + more.length() <= room;
    }

    /** Goes on with an empty comment, unless there are enough. */
    private boolean turn() {
        if (page().isEmpty()) return true;
        return pages.size() < MOST && pages.add(new StringBuilder());
    }

    private void leave(Block block, int from) {
        if (!block.rows().isEmpty()) left.merge(block.noun(), block.from(from), Integer::sum);
    }

    private String before(int page) {
        return page == 0 ? "" : "### Gough, continued (%d of %d)\n\n%s\n".formatted(page + 1, pages.size(), title);
    }

    private String after(int page) {
        if (page > 0) return "";
        return more() + (left.isEmpty() ? "" : leftOut()) + end;
    }

    private String more() {
        return switch (pages.size()) {
            case 1 -> "";
            case 2 -> "\nIt goes on in the next comment.\n";
            default -> "\nIt goes on in the next %d comments.\n".formatted(pages.size() - 1);
        };
    }

    private String leftOut() {
        var counted = left.entrySet().stream()
                .map(one -> String.format(Locale.ROOT, "%,d %s", one.getValue(), one.getKey()))
                .collect(Collectors.joining(", "));
        return "\n**Not shown: %s.** %s\n"
                .formatted(counted, Markdown.link("Everything is on Gough's page.", everything));
    }
}
