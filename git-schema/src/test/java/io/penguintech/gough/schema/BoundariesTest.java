package io.penguintech.gough.schema;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What this module may import, as the design says. */
class BoundariesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.penguintech.gough.schema");

    @Test
    void onlyJavaTheYamlEngineJacksonAndSqliteAreUsed() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.penguintech.gough.schema..",
                        "java.lang..",
                        "java.io..",
                        "java.math..",
                        "java.nio..",
                        "java.sql..",
                        "java.text..",
                        "java.time..",
                        "java.util..",
                        "org.snakeyaml.engine..",
                        "org.sqlite..",
                        "tools.jackson..",
                        "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void onlyDirectoryTreeTouchesFiles() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.DirectoryTree(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Files.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.File")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.file.Path")
                .check(CLASSES);
    }

    @Test
    void nobodyAsksTheClockOrTheEnvironment() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class)
                .check(CLASSES);
    }

    @Test
    void shapesDoNotLeakOut() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Decoder")
                .or()
                .haveSimpleNameEndingWith("Checks")
                .should()
                .notBePublic()
                .check(CLASSES);
    }
}
