package io.penguintech.gough.simulators.maas;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Fields of storage forms: sizes with units, and volumes by number or name (source code). */
final class StorageForm {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})([kKmMgGtTpP]?)");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(\\.\\d+)?)%");

    final FormFields fields;
    private final Storage storage;

    StorageForm(Request request, Storage storage) {
        this.fields = new FormFields(request);
        this.storage = storage;
    }

    /** Bytes, or with a decimal unit such as {@code 20G}. */
    Optional<Long> size(String name, long least, long most) {
        var text = fields.text(name).orElse("").strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var size = bytes(text);
        if (size.isEmpty()) {
            fields.error(name, "Enter a valid value.");
        } else if (size.get() < least) {
            fields.error(name, "Ensure this value is greater than or equal to " + least + ".");
        } else if (size.get() > most) {
            fields.error(name, "Ensure this value is less than or equal to " + most + ".");
        } else {
            return size;
        }
        return Optional.empty();
    }

    /** The same, or a percentage of a whole; refused in other words. */
    Optional<Long> part(String name, long whole, long least, long most) {
        var text = fields.text(name).orElse("").strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var percent = PERCENT.matcher(text);
        var size = percent.matches()
                ? Optional.of((long) (whole * Double.parseDouble(percent.group(1)) / 100))
                : bytes(text);
        if (size.isEmpty()) {
            fields.error(name, "Enter a valid value.");
        } else if (size.get() < least) {
            fields.error(name, "Size is too small. Minimum size is " + least + ".");
        } else if (size.get() > most) {
            fields.error(name, "Size is too large. Maximum size is " + most + ".");
        } else {
            return size;
        }
        return Optional.empty();
    }

    private static Optional<Long> bytes(String text) {
        var matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long size = Long.parseLong(matcher.group(1));
        int power = "kmgtp".indexOf(matcher.group(2).toLowerCase(Locale.ROOT));
        for (int i = 0; i <= power && !matcher.group(2).isEmpty(); i++) {
            size *= 1000;
        }
        return Optional.of(size);
    }

    /** Free block devices. */
    List<Volume> disks(String name) {
        return free(name, true);
    }

    /** Free partitions. */
    List<Volume> partitions(String name) {
        return free(name, false);
    }

    private List<Volume> free(String name, boolean disks) {
        return new ArrayList<>(fields.<Volume>choices(
                name,
                text -> (disks ? storage.named(text).map(Volume.class::cast) : storage.partition(text))
                        .map(Volume.class::cast)
                        .filter(Storage::isFree)));
    }
}
