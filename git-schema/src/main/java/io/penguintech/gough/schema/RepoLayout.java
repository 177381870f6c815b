package io.penguintech.gough.schema;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Sorts the files of a repository by what they are for, and names those that cannot be read. */
final class RepoLayout {
    private static final List<String> DOCUMENT_FOLDERS = List.of("profiles", "hosts", "queries", "images", "region");
    private static final String TEMPLATES = "templates";
    private static final Set<String> NOTES = Set.of("md", "txt", "adoc");

    private final Limits limits;
    private final Problems problems;
    private final List<File> documents = new ArrayList<>();
    private final List<File> templates = new ArrayList<>();
    private final List<File> strays = new ArrayList<>();
    private final Map<String, String> folded = new HashMap<>();

    RepoLayout(Limits limits, Problems problems) {
        this.limits = limits;
        this.problems = problems;
    }

    /** A file that can be read. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record File(String path, byte[] bytes) {}

    static boolean isRepositoryFile(String path) {
        return Repository.FILES.contains(path);
    }

    static boolean isYaml(String path) {
        return path.endsWith(".yaml") || path.endsWith(".yml");
    }

    /** {@code gough.yaml} and every document file. */
    List<File> documents() {
        return documents;
    }

    /** Everything under {@code templates/} that may be a template. */
    List<File> templates() {
        return templates;
    }

    /** YAML files that stand where none are read. */
    List<File> strays() {
        return strays;
    }

    void sort(RepoTree tree) {
        if (tree.entries().size() > limits.files()) {
            problems.error(
                    "Too many files",
                    "The repository has %,d files; at most %,d are read. Raise the limit in the server settings."
                            .formatted(tree.entries().size(), limits.files()),
                    Place.ofFile("."));
            return;
        }
        tree.entries().forEach((path, entry) -> {
            if (isUsable(path) && !isHidden(path)) sort(path, entry);
        });
    }

    private boolean isUsable(String path) {
        if (path.chars().anyMatch(Character::isISOControl)) {
            problems.error(
                    "Unusable path",
                    "The name of this file holds control characters. Rename it.",
                    Place.ofFile(printable(path)));
            return false;
        }
        var steps = path.split("/", -1);
        for (var step : steps)
            if (step.isEmpty() || step.equals(".") || step.equals("..")) {
                problems.error("Unusable path", "A step of this path is empty, . or .. .", Place.ofFile(path));
                return false;
            }
        return true;
    }

    private static String printable(String path) {
        var shown = new StringBuilder();
        path.codePoints().forEach(c -> {
            if (Character.isISOControl(c)) shown.append("\\x%02X".formatted(c));
            else shown.appendCodePoint(c);
        });
        return shown.toString();
    }

    private static boolean isHidden(String path) {
        return path.startsWith(".") || path.contains("/.");
    }

    private void sort(String path, RepoTree.Entry entry) {
        boolean ours = isOurs(path);
        if (ours) checkCase(path);
        switch (entry) {
            case RepoTree.Entry.Blob(var bytes) -> file(path, bytes);
            case RepoTree.Entry.TooLarge(var size) -> {
                if (ours) problems.add(SourceText.tooLarge(path, size, limits.blobBytes()));
            }
            case RepoTree.Entry.Symlink() ->
                unread(ours, "Symbolic link", "Links are never followed. Put the file itself here.", path);
            case RepoTree.Entry.Submodule() ->
                unread(
                        ours || Repository.FOLDERS.contains(path),
                        "Submodule",
                        "Submodules are never fetched. Put the files themselves here.",
                        path);
            case RepoTree.Entry.Unreadable(var why) -> unread(ours, "File cannot be read", why, path);
        }
    }

    private void unread(boolean ours, String summary, String detail, String path) {
        if (ours) problems.error(summary, detail, Place.ofFile(path));
        else problems.warning(summary, detail, Place.ofFile(path));
    }

    /** Whether it is a file that Gough reads, or would if it could be read. */
    static boolean isOurs(String path) {
        return isRepositoryFile(path) || Repository.FOLDERS.contains(path) || Repository.FOLDERS.contains(folder(path));
    }

    private static String folder(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** Two names that differ only by case are one file on many machines, so nobody could tell which one is meant. */
    private void checkCase(String path) {
        var other = folded.putIfAbsent(
                Normalizer.normalize(path, Normalizer.Form.NFC).toLowerCase(Locale.ROOT), path);
        if (other != null)
            problems.error(
                    "Paths differ only by case",
                    "%s and %s are one file on some machines. Rename one of them.".formatted(other, path),
                    Place.ofFile(path));
    }

    private void file(String path, byte[] bytes) {
        var folder = folder(path);
        if (isRepositoryFile(path)) documents.add(new File(path, bytes));
        else if (folder.equals(TEMPLATES)) template(path, bytes);
        else if (DOCUMENT_FOLDERS.contains(folder)) document(path, bytes);
        else if (isYaml(path)) strays.add(new File(path, bytes));
    }

    private void document(String path, byte[] bytes) {
        if (isYaml(path)) documents.add(new File(path, bytes));
        else if (!isNote(path))
            problems.notice(
                    "File is not read",
                    "In %s/ only .yaml and .yml are read.".formatted(folder(path)),
                    Place.ofFile(path));
    }

    private void template(String path, byte[] bytes) {
        if (isNote(path))
            problems.notice("File is not read", "A template does not end in .md, .txt or .adoc.", Place.ofFile(path));
        else templates.add(new File(path, bytes));
    }

    private static boolean isNote(String path) {
        return NOTES.contains(path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }
}
