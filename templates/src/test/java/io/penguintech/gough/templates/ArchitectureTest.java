package io.penguintech.gough.templates;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.penguintech.gough.templates", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule importsOnlyWhatItsRowOfTheDesignAllows = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "io.penguintech.gough.schema..",
                    "io.penguintech.gough.templates..",
                    "gg.jte..",
                    "org.snakeyaml.engine..",
                    "com.networknt.schema..",
                    "tools.jackson..", // the trees networknt reads
                    "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule doesNoInputOrOutput = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.net..", "java.nio.file..", "java.nio.channels..", "java.sql..")
            .because("templates are values in, text out");

    @ArchTest
    static final ArchRule asksNoClock = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule userDataAndViewsKnowNothingOfEachOther = noClasses()
            .that()
            .resideInAPackage("..templates.cloudinit..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..templates.view..");
}
