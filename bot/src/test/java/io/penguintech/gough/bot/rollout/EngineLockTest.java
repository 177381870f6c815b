package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two engines on one PostgreSQL: one of them has the lock, and who loses its connection has lost it. */
class EngineLockTest {
    private final HikariDataSource database = Databases.fresh();
    private final EngineLock one = new EngineLock(database);
    private final EngineLock other = new EngineLock(database);

    @AfterEach
    void close() {
        one.close();
        other.close();
        database.close();
    }

    @Test
    void onlyOneHoldsItUntilItIsGivenBack() {
        assertThat(one.isHeld()).isFalse();
        assertThat(one.hold()).isTrue();
        assertThat(one.hold()).isTrue();
        assertThat(other.hold()).isFalse();
        assertThat(other.isHeld()).isFalse();
        one.close();
        assertThat(one.isHeld()).isFalse();
        assertThat(other.hold()).isTrue();
        assertThat(one.hold()).isFalse();
    }

    @Test
    void whatWasBegunBeforeItWasLostIsOfAnotherTerm() {
        var term = one.term().orElseThrow();
        assertThat(one.term()).contains(term);
        assertThat(term.lasts()).isTrue();
        assertThat(other.term()).isEmpty();
        one.close();
        assertThat(term.lasts()).isFalse();
        assertThat(one.term()).isPresent().get().isNotEqualTo(term);
        assertThat(term.lasts()).as("it came back, and the term did not").isFalse();
    }

    @Test
    void whoeverLosesItsConnectionHasLostItAndGivesNoDeadConnectionBack() {
        assertThat(one.hold()).isTrue();
        JdbcClient.create(database).sql("""
                        select pg_terminate_backend(pid) from pg_locks
                        where locktype = 'advisory' and granted
                          and database = (select oid from pg_database where datname = current_database())""").query().listOfRows();
        assertThat(one.isHeld()).isFalse();
        assertThat(database.getHikariPoolMXBean().getActiveConnections()).isZero();
        assertThat(other.hold()).isTrue();
        assertThat(one.hold()).isFalse();
    }
}
