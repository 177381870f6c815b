package io.penguintech.gough.simulators;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A stand-in that shares code with its client proves nothing. */
@AnalyzeClasses(packages = "io.penguintech.gough", importOptions = ImportOption.DoNotIncludeTests.class)
class BoundaryTest {
    @ArchTest
    static final ArchRule standInsKnowNoOtherModule = noClasses()
            .that()
            .resideInAPackage("io.penguintech.gough.simulators..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.penguintech.gough.schema..",
                    "io.penguintech.gough.templates..",
                    "io.penguintech.gough.reconcile..",
                    "io.penguintech.gough.bot..",
                    "io.penguintech.gough.demo..",
                    "org.springframework..");

    @ArchTest
    static final ArchRule standInsKnowEachOtherOnlyThroughTheSharedShell = slices().matching(
                    "io.penguintech.gough.simulators.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    DescribedPredicate.alwaysTrue(),
                    JavaClass.Predicates.resideInAPackage("io.penguintech.gough.simulators.fault"))
            // a forge stands on a git server, which knows nothing of it
            .ignoreDependency(
                    JavaClass.Predicates.resideInAPackage("io.penguintech.gough.simulators.forge"),
                    JavaClass.Predicates.resideInAPackage("io.penguintech.gough.simulators.git"));
}
