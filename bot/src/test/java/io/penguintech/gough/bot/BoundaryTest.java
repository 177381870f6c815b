package io.penguintech.gough.bot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in the service: intake, chat, web and cli know rollout, which knows source, and never back. */
@AnalyzeClasses(packages = "io.penguintech.gough", importOptions = ImportOption.DoNotIncludeTests.class)
class BoundaryTest {
    private static final String BOT = "io.penguintech.gough.bot.";

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.penguintech.gough.bot.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodyKnowsTheWiring = noClasses()
            .that()
            .resideInAPackage(BOT + "*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.penguintech.gough.bot");

    @ArchTest
    static final ArchRule theServiceKnowsNoStandIn = noClasses()
            .that()
            .resideInAPackage("io.penguintech.gough.bot..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.penguintech.gough.simulators..", "io.penguintech.gough.demo..");

    @ArchTest
    static final ArchRule rolloutKnowsNobodyWhoTells = noClasses()
            .that()
            .resideInAPackage(BOT + "rollout..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    BOT + "intake..",
                    BOT + "chat..",
                    BOT + "web..",
                    BOT + "cli..",
                    BOT + "statuses..",
                    BOT + "alerts..",
                    BOT + "pulls..",
                    BOT + "backends..");

    @ArchTest
    static final ArchRule sourceKnowsNoRollout = noClasses()
            .that()
            .resideInAPackage(BOT + "source..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BOT + "rollout..", BOT + "intake..", BOT + "chat..", BOT + "web..", BOT + "cli..");

    @ArchTest
    static final ArchRule theForgeKnowsNoRollout = noClasses()
            .that()
            .resideInAPackage(BOT + "forge..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BOT + "rollout..", BOT + "intake..", BOT + "chat..", BOT + "web..", BOT + "cli..");

    @ArchTest
    static final ArchRule theEdgesDoNotKnowEachOther = slices().matching(
                    BOT + "(intake|chat|web|cli|alerts|statuses|pulls)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule theFoundationKnowsNothingAboveIt = noClasses()
            .that()
            .resideInAnyPackage(BOT + "settings..", BOT + "storage..", BOT + "jobs..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    BOT + "rollout..",
                    BOT + "source..",
                    BOT + "secrets..",
                    BOT + "backends..",
                    BOT + "intake..",
                    BOT + "chat..",
                    BOT + "web..",
                    BOT + "cli..");

    @ArchTest
    static final ArchRule gitStaysInSource = noClasses()
            .that()
            .resideOutsideOfPackage(BOT + "source..")
            .and()
            .resideInAPackage("io.penguintech.gough.bot..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.jgit..");
}
