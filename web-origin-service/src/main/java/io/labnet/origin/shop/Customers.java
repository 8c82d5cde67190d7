package io.labnet.origin.shop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The shop's rows, as whoever runs it sees them. */
public final class Customers {
    /** Customers of one page, and how many there are on all. */
    public record Found(List<Customer> customers, int total) {}

    /** All that hangs on one cookie. */
    public record Whole(
            Customer customer,
            List<SeenTable.Seen> seen,
            List<CartTable.Item> cart,
            List<Order> orders) {}

    private final ShopDatabase database;
    private final Clock clock;

    public Customers(ShopDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * The newest first.
     *
     * @param q how a number, a hash or a name begins; empty for all
     * @param page from 0
     * @param size 1 or more
     */
    public Found find(String q, int page, int size) {
        return database.work(in ->
                new Found(
                        CustomerTable.page(in, q, page, size),
                        Math.toIntExact(CustomerTable.count(in, q))));
    }

    public Optional<Whole> whole(long number) {
        return database.work(in -> {
            var customer = CustomerTable.find(in, number);
            if (customer.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    new Whole(
                            customer.get(),
                            SeenTable.of(in, number),
                            CartTable.of(in, number),
                            OrderTable.of(in, number)));
        });
    }

    /**
     * Lets a row come to its end at another time; the client's cookie knows nothing of it.
     *
     * @param lasting from now
     * @return when that is; empty when there is no such customer
     */
    public Optional<Instant> expire(long number, Duration lasting) {
        var at = clock.instant().plus(lasting);
        return database.work(in -> CustomerTable.expire(in, number, at)) == 0
                ? Optional.empty()
                : Optional.of(at);
    }

    /** Forgets one customer; false when there is none. */
    public boolean remove(long number) {
        return database.work(in -> CustomerTable.remove(in, number)) > 0;
    }

    /** Forgets all; says how many they were. */
    public int removeAll() {
        return database.work(CustomerTable::removeAll);
    }

    /** Removes all whose time is over; says how many they were. */
    public int sweep() {
        int swept = 0;
        int round;
        // Each round is a transaction of its own, so shoppers come between.
        do {
            round = database.work(in -> CustomerTable.sweep(in, clock.instant()));
            swept += round;
        } while (round == CustomerTable.SWEPT_MAX);
        return swept;
    }
}
