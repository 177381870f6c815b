package io.penguintech.gough.reconcile;

/** Names changes and plans by what they would do. Nothing unrelated enters: no power state, no time, no other host. */
public final class PlanDigest {
    private PlanDigest() {}

    /**
     * SHA-256 over the change's subject, machine, what it would alter or destroy (before-values, and by whom the
     * machine is deployed), the values it leads to and its risk; 64 hexadecimal digits. A machine that MAAS does not
     * know yet is its set of addresses. Why a change is needed never enters, nor does the status a machine passes
     * through on its way up.
     */
    public static String of(Change change) {
        var form = new Canonical("gough change 1");
        return switch (change) {
            case Change.OfHost host -> ofHost(form, host);
            case Change.OfFleet object -> inFleet(form, object);
            case Change.OfThing thing ->
                common(form, "thing", thing)
                        .text(thing.act().word())
                        .optional(thing.id())
                        .sha256();
            case Change.AcceptRules rules ->
                common(form, "rules", rules)
                        .text(rules.before())
                        .text(rules.after())
                        .sha256();
        };
    }

    /** SHA-256 over the sorted digests of the plan's changes; 64 hexadecimal digits. */
    public static String of(Plan plan) {
        return new Canonical("gough plan 1")
                .list(plan.changes().stream().map(PlanDigest::of).sorted().toList())
                .sha256();
    }

    private static String ofHost(Canonical form, Change.OfHost change) {
        var start = switch (change) {
            case Change.BringUp up -> bringUp(apart(form, "bring-up", up), up);
            case Change.Amend amend -> common(form, "amend", amend).setup(amend.setup());
            case Change.Release release ->
                common(form, "release", release)
                        .text(release.before())
                        .text(release.erase().name())
                        .flag(release.delete())
                        .text(release.hold().toString());
            case Change.Reinstall again ->
                apart(form, "reinstall", again)
                        .text(again.before())
                        .deployment(again.deployment())
                        .setup(again.setup())
                        .asked(again.asked());
            case Change.Adopt adopt -> common(form, "adopt", adopt).text(adopt.before());
            case Change.Restore restore -> common(form, "restore", restore).text(restore.before());
            case Change.Register register -> {
                var known = common(form, "register", register);
                yield register.deployment().map(known.text("runs")::deployment).orElseGet(() -> known.text("unknown"));
            }
            case Change.Maintain maintain -> common(form, "maintain", maintain).text(maintain.before());
            case Change.Return back -> common(form, "return", back).text(back.to());
            case Change.OnRequest request ->
                common(form, "on-request", request).text(request.before()).asked(request.asked());
        };
        start.text(change.region().value());
        return switch (change.machine()) {
            case Change.Identity.Known(SystemId id) ->
                start.text("known").text(id.value()).sha256();
            case Change.Identity.Virtual(var hostname, var number, var vmHost) ->
                start.text("virtual").text(hostname).number(number).text(vmHost).sha256();
            case Change.Identity.Absent(var macAddresses) ->
                start.text("absent").list(macAddresses).sha256();
        };
    }

    private static Canonical bringUp(Canonical form, Change.BringUp change) {
        form.text(change.goal().word());
        if (change.lost()) form.text("lost");
        form.setup(change.setup());
        return change.deployment().map(form.text("runs")::deployment).orElseGet(() -> form.text("waits"));
    }

    /** Each kind of object has words of its own; those of queries are as they always were. */
    private static String inFleet(Canonical form, Change.OfFleet change) {
        var noun = change.subject().kind().word();
        return switch (change) {
            case Change.CreateInFleet create ->
                common(form, "create-" + noun, create).object(create.wanted()).sha256();
            case Change.UpdateInFleet update ->
                common(form, "update-" + noun, update)
                        .number(update.id())
                        .flag(update.adopts())
                        .object(update.wanted())
                        .sha256();
            case Change.DeleteInFleet delete ->
                common(form, "delete-" + noun, delete).number(delete.id()).sha256();
            case Change.ReplaceLabel replace ->
                common(form, "replace-label", replace)
                        .number(replace.id())
                        .object(replace.label())
                        .sha256();
        };
    }

    /**
     * Without what the setup of the machine is now: commissioning brings that back to MAAS's own, nothing runs on it, and
     * where the setup leads to is covered as it is declared.
     */
    private static Canonical apart(Canonical form, String kind, Change change) {
        return form.text(kind)
                .text(change.subject().text())
                .text(change.risk().word())
                .fields(change.fields().stream()
                        .filter(field -> !SetupPlan.isAbout(field))
                        .toList());
    }

    private static Canonical common(Canonical form, String kind, Change change) {
        return form.text(kind)
                .text(change.subject().text())
                .text(change.risk().word())
                .fields(change instanceof Change.OfFleet ? LabelHosts.digested(change.fields()) : change.fields());
    }
}
