package io.labnet.gateway.merging;

/** Lists of several instances are so long, or a page so far back, that they are not merged. */
public final class ListTooLong extends Exception {
    ListTooLong(int mostItems, int mostBytes) {
        super(
                "only the first "
                        + mostItems
                        + " items of each instance's list, and "
                        + mostBytes
                        + " bytes, are merged; for more, choose an instance with the header"
                        + " Labnet-Instance");
    }
}
