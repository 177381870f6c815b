package io.penguintech.gough.reconcile.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The adapters hide behind the ports: a constructor and its settings are all that others see. */
@AnalyzeClasses(packages = "io.penguintech.gough.reconcile", importOptions = ImportOption.DoNotIncludeTests.class)
class AdapterBoundaryTest {
    private static final String ROOT = "io.penguintech.gough.reconcile";

    @ArchTest
    static final ArchRule ADAPTERS_SHOW_THEIR_CONSTRUCTOR_SETTINGS_AND_HOW_WEBHOOKS_ARE_READ_ONLY = classes()
            .that()
            .resideInAnyPackage(ROOT + ".maas", ROOT + ".fleet")
            .and()
            .arePublic()
            .should()
            .haveNameMatching(".*\\.(Maas|Fleet)(Http|Webhooks|Settings(\\$\\w+)?)");

    @ArchTest
    static final ArchRule ADAPTERS_DO_NOT_KNOW_EACH_OTHER = noClasses()
            .that()
            .resideInAPackage(ROOT + ".maas")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".fleet");

    @ArchTest
    static final ArchRule AND_NEITHER_DOES_THE_OTHER_WAY_ROUND = noClasses()
            .that()
            .resideInAPackage(ROOT + ".fleet")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".maas");

    @ArchTest
    static final ArchRule PLANNING_KNOWS_NO_HTTP = noClasses()
            .that()
            .resideInAPackage(ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".http", ROOT + ".maas", ROOT + ".fleet", "java.net.http", "tools.jackson..");
}
