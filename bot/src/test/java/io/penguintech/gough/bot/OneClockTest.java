package io.penguintech.gough.bot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;

/** Tests turn the clock of the stand-ins, and bring none of their own. */
@AnalyzeClasses(packages = "io.penguintech.gough", importOptions = ImportOption.OnlyIncludeTests.class)
class OneClockTest {
    @ArchTest
    static final ArchRule noTestHasAClockOfItsOwn = noClasses().should().beAssignableTo(Clock.class);
}
