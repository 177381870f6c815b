package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.source.InfraRepo;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuthorsTest {
    private static InfraRepo.Commit commit(String author, String committer, Optional<String> signature) {
        return new InfraRepo.Commit(Samples.REVISION, "A", author, "C", committer, Samples.NOW, "subject", signature);
    }

    private static Authors of(Optional<String> requester, InfraRepo.Commit... commits) {
        return Authors.of(List.of(commits), requester, Samples.RULES.people());
    }

    @Test
    void authorCommitterSignerAndRequesterAreAllBehindIt() {
        var authors =
                of(Optional.of("dan"), commit("ada@example.org", "ben@example.org", Optional.of("cyn@example.org")));

        assertThat(authors.persons()).containsExactly("ada", "ben", "cyn", "dan");
        assertThat(authors.certain()).isTrue();
    }

    @Test
    void aSignerMayBeWrittenByName() {
        assertThat(of(Optional.empty(), commit("ada@example.org", "ada@example.org", Optional.of("cyn")))
                        .persons())
                .containsExactly("ada", "cyn");
    }

    @Test
    void oneUnsignedCommitMakesAuthorshipUncertain() {
        var signed = commit("ada@example.org", "ada@example.org", Optional.of("ada"));
        var unsigned = commit("ada@example.org", "ada@example.org", Optional.empty());

        assertThat(of(Optional.empty(), signed).certain()).isTrue();
        assertThat(of(Optional.empty(), unsigned, signed).certain()).isFalse();
        assertThat(of(Optional.empty(), signed, unsigned).certain()).isFalse();
    }

    @Test
    void anAddressOfNobodyMakesAuthorshipUncertain() {
        assertThat(of(Optional.empty(), commit("x@example.com", "ada@example.org", Optional.of("ada")))
                        .certain())
                .isFalse();
        assertThat(of(Optional.empty(), commit("ada@example.org", "x@example.com", Optional.of("ada")))
                        .certain())
                .isFalse();
    }

    @Test
    void driftHasNoAuthor() {
        assertThat(of(Optional.empty())).isEqualTo(Authors.NOBODY);
    }
}
