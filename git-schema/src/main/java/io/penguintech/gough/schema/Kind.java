package io.penguintech.gough.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of documents that this version reads: where they stand and what they hold. */
enum Kind {
    /** {@code gough.yaml}. */
    REPOSITORY("Repository", ""),
    /** A named set of host fields. */
    PROFILE("Profile", "profiles"),
    /** A machine as it shall be. */
    HOST("Host", "hosts"),
    /** An osquery query. */
    QUERY("Query", "queries");

    /** What every document of these kinds begins with. */
    static final String API_VERSION = "gough.io/v1";

    /** Kinds that a later version reads. */
    static final List<String> LATER = List.of(
            "Policy",
            "Label",
            "ImageSet",
            "VirtualMachine",
            "Fabric",
            "Vlan",
            "Subnet",
            "IpRange",
            "Domain",
            "DnsRecord",
            "Zone",
            "Pool",
            "Tag");

    private final String word;
    private final String folder;

    Kind(String word, String folder) {
        this.word = word;
        this.folder = folder;
    }

    static Optional<Kind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Kind::word).toList();
    }

    /** The kind as files spell it. */
    String word() {
        return word;
    }

    /** Where its documents stand, for messages. */
    String home() {
        return this == REPOSITORY ? "gough.yaml" : folder + "/";
    }

    /** Whether a document of this kind may stand in the file. */
    boolean livesIn(String path) {
        return this == REPOSITORY ? RepoLayout.isRepositoryFile(path) : path.startsWith(folder + "/");
    }

    /** Whether keys may carry operators and values placeholders. */
    boolean merges() {
        return this == PROFILE || this == HOST;
    }

    /** What {@code spec} may hold. */
    Shape.Struct spec() {
        return switch (this) {
            case REPOSITORY -> RepositoryDecoder.SPEC;
            case PROFILE -> HostSpec.PROFILE;
            case HOST -> HostSpec.HOST;
            case QUERY -> QueryDecoder.SPEC;
        };
    }

    private TextRule nameRule() {
        return switch (this) {
            case REPOSITORY, PROFILE -> TextRule.PROFILE_NAME;
            case HOST -> TextRule.HOST_NAME;
            case QUERY -> TextRule.QUERY_NAME;
        };
    }

    /** The whole document but its spec. */
    Shape.Struct envelope() {
        return Shape.struct(
                Shape.required("apiVersion", Shape.words(API_VERSION), "Always gough.io/v1."),
                Shape.required("kind", Shape.words(word), "What the document declares."),
                Shape.required(
                        "metadata",
                        Shape.struct(
                                Shape.required("name", Shape.text(nameRule()), "Its name, unique among its kind."),
                                Shape.field(
                                        "labels",
                                        new Shape.MapOf(TextRule.LABEL, Shape.text(TextRule.ANY)),
                                        "Words to select and to name it by."),
                                Shape.field(
                                        "annotations",
                                        new Shape.MapOf(TextRule.LABEL, Shape.text(TextRule.ANY)),
                                        "Notes for people and other programs; Gough ignores them.")),
                        "Its name and labels."),
                Shape.required("spec", new Shape.Anything(), "What it shall be."));
    }
}
