package io.labnet.gateway.merging;

/** A page lies so far back in the lists of several instances that too much would be fetched. */
public final class ListTooLong extends Exception {
    ListTooLong(int mostItems) {
        super(
                "only the first "
                        + mostItems
                        + " items of several instances' lists can be paged through;"
                        + " for more, choose an instance with the header Labnet-Instance");
    }
}
