package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathGlobTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gough.yaml | gough.yaml | true
            gough.yaml | hosts/gough.yaml | false
            hosts/*.yaml | hosts/db1.yaml | true
            hosts/*.yaml | hosts/.yaml | true
            hosts/*.yaml | hosts/db/db1.yaml | false
            hosts/* | hosts | false
            hosts/** | hosts/db1.yaml | true
            hosts/** | hosts/db/a/db1.yaml | true
            hosts/** | hosts | false
            hosts/** | hostsdb/db1.yaml | false
            ** | hosts/db1.yaml | true
            ** | gough.yaml | true
            **/db*.yaml | db1.yaml | true
            **/db*.yaml | hosts/a/b/db1.yaml | true
            **/db*.yaml | hosts/mydb1.yaml | false
            hosts/**/db1.yaml | hosts/db1.yaml | true
            hosts/**/db1.yaml | hosts/a/b/db1.yaml | true
            hosts/**/db1.yaml | hosts/adb1.yaml | false
            hosts/**/b/* | hosts/b/b/x | true
            hosts/**/b/* | hosts/b/x/y | false
            hosts/db?.yaml | hosts/db1.yaml | true
            hosts/db?.yaml | hosts/db12.yaml | false
            a?b | a/b | false
            a[!x]b | a/b | false
            a[.-0]b | a/b | false
            hosts/db[0-9].yaml | hosts/db7.yaml | true
            hosts/db[!0-9].yaml | hosts/db7.yaml | false
            hosts/db[!0-9].yaml | hosts/dbx.yaml | true
            hosts/db[12-].yaml | hosts/db-.yaml | true
            []x]y | ]y | true
            a[*]b | a*b | true
            a[*]b | axb | false
            a[{,}]b | a,b | true
            {hosts,queries}/db/** | queries/db/x.yaml | true
            {hosts,queries}/db/** | images/db/x.yaml | false
            hosts/{db,web}-?.yaml | hosts/web-1.yaml | true
            hosts/x{,-old}.yaml | hosts/x.yaml | true
            hosts/x{,-old}.yaml | hosts/x-old.yaml | true
            hosts/x{[,],y}.yaml | hosts/x,.yaml | true
            hosts/.yaml | hosts/xyaml | false
            hosts/💾.yaml | hosts/💾.yaml | true
            hosts/?.yaml | hosts/💾.yaml | true
            Hosts/* | hosts/a | false
            """)
    void itStandsForPaths(String glob, String path, boolean matches) {
        assertThat(PathGlob.parse(glob).matches(path)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''           | it is empty
            /hosts/**    | it begins with a slash; it counts from the repository's root without one
            hosts/       | it ends with a slash; everything in a folder is hosts/**
            hosts//a     | it has an empty folder, . or .. in it
            ./hosts      | it has an empty folder, . or .. in it
            hosts/../a   | it has an empty folder, . or .. in it
            '{a,..}/b'   | it has an empty folder, . or .. in it
            '{a,}/b'     | it begins with a slash; it counts from the repository's root without one
            hosts/a**    | ** stands for folders: a slash, or nothing, is on either side of it
            ***          | ** stands for folders: a slash, or nothing, is on either side of it
            hosts/[ab    | a [ has no ] with something between the two
            hosts/[]     | a [ has no ] with something between the two
            hosts/[z-a]  | [z-a] is no set of characters of a name
            hosts/[/]x   | [/] is no set of characters of a name
            '{a,{b,c}}'  | braces stand within braces
            '{a,b'       | a { has no }
            a}           | a } has no {
            !hosts/**    | nothing is excepted; every pattern adds to the others
            hosts\\a     | it holds a backslash; folders are parted by /, and a star itself is written [*]
            """)
    void whatIsNoPatternIsRefusedWithTheReason(String glob, String why) {
        assertThatThrownBy(() -> PathGlob.parse(glob.replace("\\\\", "\\")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
        assertThat(PathGlob.of(glob)).isEmpty();
    }

    @Test
    void lengthAndBracesAreBounded() {
        assertThatThrownBy(() -> PathGlob.parse("a".repeat(201))).hasMessage("it has more than 200 characters");
        assertThatThrownBy(() -> PathGlob.parse("{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"))
                .hasMessage("its braces stand for more than 32 patterns");
        assertThat(PathGlob.parse("{a,b}{a,b}{a,b}{a,b}{a,b}").matches("ababb")).isTrue();
    }

    @Test
    void noPatternKeepsAnybodyBusy() {
        var stars = PathGlob.parse("*a".repeat(99) + "b");
        var folders = PathGlob.parse("**/".repeat(60) + "b");
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(stars.matches("a".repeat(4000))).isFalse();
            assertThat(folders.matches("a/".repeat(2000) + "c")).isFalse();
        });
    }
}
