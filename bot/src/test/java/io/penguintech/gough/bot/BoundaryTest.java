package io.penguintech.gough.bot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.MessageDigest;
import java.util.Arrays;

/** Who may know whom in the service: intake, chat, web and cli know rollout, which knows source, and never back; and what nobody does. */
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

    /** So nothing that a branch, a host or a comment is called becomes an argument or the word of a shell. */
    @ArchTest
    static final ArchRule nothingStartsAProcessButWhatEndsTheDatabases = noClasses()
            .that()
            .resideOutsideOfPackages(BOT + "storage..", "io.penguintech.gough.simulators..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Process.class);

    @ArchTest
    static final ArchRule nothingEvaluatesExpressions = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.script..", "javax.tools..", "org.springframework.expression..");

    /** How long it takes tells nobody how much of a guess was right. */
    @ArchTest
    static final ArchRule secretsOfStrangersAreComparedInConstantTime = classes()
            .that()
            .haveNameMatching(BOT + "(web.ApiTokens|forge.WebhookSecret|chat.Signature|alerts.WebhookSecrets)")
            .should()
            .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class);

    @ArchTest
    static final ArchRule andByNothingElse = noClasses()
            .that()
            .haveNameMatching(BOT + "(forge.WebhookSecret|chat.Signature|alerts.WebhookSecrets)")
            .should()
            .callMethod(String.class, "equals", Object.class)
            .orShould()
            .callMethod(Arrays.class, "equals", byte[].class, byte[].class);
}
