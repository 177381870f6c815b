package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.Revision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tables {@code approvals} and {@code approved_changes}. */
final class ApprovalStore {
    private final JdbcClient db;

    ApprovalStore(JdbcClient db) {
        this.db = db;
    }

    /**
     * One person's yes to one change, not used up yet.
     *
     * @param digest the change's digest
     * @param breakGlass whether it stands in for everybody who is missing
     */
    record Yes(String person, String digest, Instant expires, boolean breakGlass) {}

    /** Records a yes to {@code changes}, which are what the plan {@code approval.digest()} asked about. */
    void add(
            RepositoryId repository,
            RolloutId rollout,
            Approval approval,
            boolean breakGlass,
            Collection<String> changes) {
        var id = db.sql("""
                insert into approvals (repository, rollout, given_for, person, digest, head, at, expires, via, break_glass)
                values (:repository, :rollout, :rollout, :person, :digest, :head, :at, :expires, :via, :breakGlass)
                returning id""")
                .param("repository", repository.value())
                .param("rollout", rollout.value())
                .param("person", approval.by())
                .param("digest", approval.digest())
                .param("head", approval.head().id())
                .param("at", Columns.at(approval.at()))
                .param("expires", Columns.at(approval.expires()))
                .param("via", approval.via())
                .param("breakGlass", breakGlass)
                .query(Long.class)
                .single();
        db.sql("""
                insert into approved_changes (approval, repository, digest)
                select :approval, :repository, unnest(cast(:digests as text[]))""")
                .param("approval", id)
                .param("repository", repository.value())
                .param("digests", Columns.array(changes))
                .update();
    }

    /** Everything said yes to for this rollout, oldest first. */
    List<Approval> of(RolloutId rollout) {
        return db.sql("select * from approvals where rollout = :rollout order by id")
                .param("rollout", rollout.value())
                .query(ApprovalStore::approval)
                .list();
    }

    /** Yeses that count for this rollout, change by change, without those that are used up; expired ones too. */
    List<Yes> yeses(RolloutId rollout) {
        return db.sql("""
                select a.person, c.digest, a.expires, a.break_glass
                from approvals a join approved_changes c on c.approval = a.id
                where a.rollout = :rollout and c.spent_by is null order by a.id""")
                .param("rollout", rollout.value())
                .query((row, number) -> new Yes(
                        row.getString("person"),
                        row.getString("digest"),
                        Columns.instant(row, "expires"),
                        row.getBoolean("break_glass")))
                .list();
    }

    /** A successor takes over what was approved for its predecessor. */
    void move(RolloutId from, RolloutId to) {
        db.sql("update approvals set rollout = :to where rollout = :from")
                .param("from", from.value())
                .param("to", to.value())
                .update();
    }

    /** The intent uses up every yes to this change. */
    void spend(RepositoryId repository, String digest, long intent) {
        db.sql("""
                update approved_changes set spent_by = :intent
                where repository = :repository and digest = :digest and spent_by is null""")
                .param("intent", intent)
                .param("repository", repository.value())
                .param("digest", digest)
                .update();
    }

    private static Approval approval(ResultSet row, int number) throws SQLException {
        return new Approval(
                row.getString("person"),
                row.getString("digest"),
                new Revision(row.getString("head")),
                Columns.instant(row, "at"),
                Columns.instant(row, "expires"),
                row.getString("via"));
    }
}
