package io.labnet.webcache.edge;

/**
 * What a row of health checks says of one origin; a value.
 *
 * @param well whether it may be asked
 * @param row how many looks in a row have said the contrary
 */
public record Wellness(boolean well, int row) {
    /** An origin is well until shown to be ill. */
    public static final Wellness UNKNOWN = new Wellness(true, 0);

    /** After one more look. */
    public Wellness after(boolean good, Site.Check check) {
        if (good == well) {
            return new Wellness(well, 0);
        }
        var needed = good ? check.rise() : check.fall();
        return row + 1 >= needed ? new Wellness(good, 0) : new Wellness(well, row + 1);
    }
}
