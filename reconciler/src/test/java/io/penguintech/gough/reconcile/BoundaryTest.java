package io.penguintech.gough.reconcile;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The reconciler compares and starts; it knows no framework, no git, no database and nobody above it. */
@AnalyzeClasses(packages = "io.penguintech.gough.reconcile", importOptions = ImportOption.DoNotIncludeTests.class)
class BoundaryTest {
    @ArchTest
    static final ArchRule theReconcilerKnowsNobodyAboveIt = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.penguintech.gough.templates..",
                    "io.penguintech.gough.bot..",
                    "io.penguintech.gough.demo..",
                    "io.penguintech.gough.simulators..",
                    "org.springframework..",
                    "org.eclipse.jgit..",
                    "java.sql..",
                    "javax.sql..",
                    "org.postgresql..",
                    "org.flywaydb..",
                    "gg.jte..");

    @ArchTest
    static final ArchRule planningDoesNoInputAndOutput = noClasses()
            .that()
            .resideInAPackage("io.penguintech.gough.reconcile")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net..",
                    "java.nio.file..",
                    "tools.jackson..",
                    "org.slf4j..",
                    "io.penguintech.gough.reconcile.http..",
                    "io.penguintech.gough.reconcile.maas..",
                    "io.penguintech.gough.reconcile.fleet..");

    @ArchTest
    static final ArchRule onlyTheWorldAsksForTheTime = classes()
            .that()
            .resideInAPackage("io.penguintech.gough.reconcile")
            .and()
            .haveSimpleNameNotEndingWith("View")
            .and()
            .doNotHaveSimpleName("World")
            .should()
            .onlyDependOnClassesThat()
            .doNotHaveFullyQualifiedName("java.time.Clock");

    @ArchTest
    static final ArchRule theTwoBackendsKnowNothingOfEachOther =
            slices().matching("io.penguintech.gough.reconcile.(*)..").should().beFreeOfCycles();
}
