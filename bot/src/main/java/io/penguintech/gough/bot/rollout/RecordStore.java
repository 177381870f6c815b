package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.MacAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tables {@code host_records}, {@code fleet_records} and {@code thing_records}: what Gough manages. */
final class RecordStore {
    private final JdbcClient db;

    RecordStore(JdbcClient db) {
        this.db = db;
    }

    Records all(RepositoryId repository) {
        var hosts = new TreeMap<HostName, Records.HostRecord>();
        db.sql("select * from host_records where repository = :repository")
                .param("repository", repository.value())
                .query(RecordStore::host)
                .list()
                .forEach(host -> hosts.put(host.host(), host));
        return new Records(
                hosts,
                inFleets(repository).all(),
                things(repository).all(),
                things(repository).keys(),
                images(repository).all());
    }

    /** What is in Fleets. */
    FleetRecordStore inFleets(RepositoryId repository) {
        return new FleetRecordStore(db, repository);
    }

    /** What machines stand on. */
    ThingRecordStore things(RepositoryId repository) {
        return new ThingRecordStore(db, repository);
    }

    /** What hosts were deployed from. */
    ImageRecordStore images(RepositoryId repository) {
        return new ImageRecordStore(db, repository);
    }

    /** What was installed on machines. */
    InstallationStore installations(RepositoryId repository) {
        return new InstallationStore(db, repository);
    }

    /** How many hosts are managed. */
    int hosts(RepositoryId repository) {
        return db.sql("select count(*) from host_records where repository = :repository")
                .param("repository", repository.value())
                .query(Integer.class)
                .single();
    }

    Optional<Records.HostRecord> host(RepositoryId repository, HostName host) {
        return db.sql("select * from host_records where repository = :repository and host = :host")
                .param("repository", repository.value())
                .param("host", host.value())
                .query(RecordStore::host)
                .optional();
    }

    /** The same, locked until the transaction ends. */
    Optional<Records.HostRecord> lock(RepositoryId repository, HostName host) {
        return db.sql("select * from host_records where repository = :repository and host = :host for update")
                .param("repository", repository.value())
                .param("host", host.value())
                .query(RecordStore::host)
                .optional();
    }

    Optional<Records.HostRecord> machine(RepositoryId repository, BackendName region, SystemId id) {
        return db.sql("""
                select * from host_records
                where repository = :repository and region = :region and system_id = :id""")
                .param("repository", repository.value())
                .param("region", region.value())
                .param("id", id.value())
                .query(RecordStore::host)
                .optional();
    }

    /** Writes a host's record; one of the same machine under another name goes. */
    void put(RepositoryId repository, Records.HostRecord host) {
        db.sql("""
                delete from host_records
                where repository = :repository and (host = :host or (region = :region and system_id = :id))""")
                .param("repository", repository.value())
                .param("host", host.host().value())
                .param("region", host.region().value())
                .param("id", host.systemId().value())
                .update();
        db.sql("""
                insert into host_records (repository, host, region, system_id, mac_addresses, adopted, deployment,
                    held_since, tags, lost, living,
                    maintained_from, locked, power, told)
                values (:repository, :host, :region, :id, :macs, :adopted, cast(:deployment as jsonb), :held, :tags,
                    :lost, :living, :maintained, :locked, cast(:power as jsonb), cast(:told as jsonb))""")
                .param("repository", repository.value())
                .param("host", host.host().value())
                .param("region", host.region().value())
                .param("id", host.systemId().value())
                .param("macs", Columns.array(host.macAddresses()))
                .param("adopted", host.adopted())
                .param("deployment", host.deployment().map(Json::write).orElse(null))
                .param("held", Columns.at(host.heldSince()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param("tags", Columns.array(host.tags()))
                .param("lost", host.lost())
                .param("living", host.living())
                .param("maintained", host.maintainedFrom().orElse(null))
                .param("locked", host.locked())
                .param("power", Json.write(host.power()))
                .param("told", Json.write(host.told()))
                .update();
    }

    void forget(RepositoryId repository, HostName host) {
        db.sql("delete from host_records where repository = :repository and host = :host")
                .param("repository", repository.value())
                .param("host", host.value())
                .update();
    }

    private static Records.HostRecord host(ResultSet row, int number) throws SQLException {
        var macs = new TreeSet<MacAddress>();
        Columns.list(row, "mac_addresses").forEach(mac -> macs.add(new MacAddress(mac)));
        return new Records.HostRecord(
                new HostName(row.getString("host")),
                new BackendName(row.getString("region")),
                new SystemId(row.getString("system_id")),
                macs,
                row.getBoolean("adopted"),
                Columns.optional(row, "deployment").map(json -> Json.read(json, Records.Deployment.class)),
                Columns.optionalInstant(row, "held_since"),
                new TreeSet<>(Columns.list(row, "tags")),
                row.getBoolean("lost"),
                row.getBoolean("living"),
                Columns.optional(row, "maintained_from"),
                row.getBoolean("locked"),
                Columns.optional(row, "power").map(Json::readTexts).orElseGet(TreeMap::new),
                Columns.optional(row, "told").map(Json::readTexts).orElseGet(TreeMap::new));
    }
}
