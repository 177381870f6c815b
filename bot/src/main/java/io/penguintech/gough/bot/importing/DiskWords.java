package io.penguintech.gough.bot.importing;

import io.penguintech.gough.reconcile.Disks;
import io.penguintech.gough.reconcile.Disks.Disk;
import io.penguintech.gough.reconcile.Disks.Partition;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Says of a machine's disks which they are, by what stays, and how large something is. */
final class DiskWords {
    private static final Pattern LINE = Pattern.compile("\\S([^\\n\\r]*\\S)?");
    private static final int LONGEST = 256;
    private static final long MEBI = 1L << 20;
    private static final long GIBI = 1L << 30;
    private static final long MOST = 999_999;
    private static final int DECIMALS = 3;

    private final Disks disks;
    private final SortedMap<String, Object> own;
    private final SortedMap<String, Object> fields;

    DiskWords(Disks disks, SortedMap<String, Object> own, SortedMap<String, Object> fields) {
        this.disks = disks;
        this.own = own;
        this.fields = fields;
    }

    /** Writes which disk of the machine it is; that it is the boot disk is true of one disk of every machine. */
    void choose(String at, Disk disk) {
        if (disks.boot().equals(Optional.of(disk))) fields.put(at + "boot", true);
        else if (tells(disk, Disk::serial)) own.put(at + "serial", disk.serial());
        else if (tells(disk, Disk::idPath)) own.put(at + "idPath", disk.idPath());
        else if (tells(disk, Disk::model)) own.put(at + "model", disk.model());
        else own.put(at + "name", disk.name());
    }

    private boolean tells(Disk disk, Function<Disk, String> by) {
        var text = by.apply(disk);
        return text.length() <= LONGEST
                && LINE.matcher(text).matches()
                && disks.physical().filter(each -> by.apply(each).equals(text)).count() == 1;
    }

    /** Whether its partitions leave nothing of it. */
    boolean isTaken(Disk disk) {
        return Disks.isTaken(
                disk.size(),
                disk.partitions().stream().mapToLong(Partition::size).sum());
    }

    /** As a document writes it: exactly, or a little more, which MAAS rounds down to the same. */
    static String size(long bytes) {
        if (bytes % GIBI == 0 && bytes / GIBI <= MOST) return bytes / GIBI + "GiB";
        if (bytes % MEBI == 0 && bytes / MEBI <= MOST) return bytes / MEBI + "MiB";
        return BigDecimal.valueOf(bytes)
                        .divide(BigDecimal.valueOf(GIBI), DECIMALS, RoundingMode.CEILING)
                        .stripTrailingZeros()
                        .toPlainString()
                + "GiB";
    }
}
