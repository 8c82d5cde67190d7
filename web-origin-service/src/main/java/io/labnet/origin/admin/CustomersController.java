package io.labnet.origin.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.Page;
import io.labnet.origin.shop.Customer;
import io.labnet.origin.shop.Customers;
import io.labnet.origin.shop.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The rows behind the shop's cookies. */
@RestController
@RequestMapping("/api/web-origin/shop/customers")
public class CustomersController {
    private static final long SECONDS_MAX = Duration.ofDays(400).toSeconds();

    /** A row with all that hangs on it. */
    record CustomerView(
            Customer customer, List<SeenView> seen, List<ItemView> cart, List<OrderView> orders) {
        static CustomerView of(Customers.Whole whole) {
            return new CustomerView(
                    whole.customer(),
                    whole.seen().stream()
                            .map(s -> new SeenView(s.product(), s.times(), s.last()))
                            .toList(),
                    whole.cart().stream()
                            .map(i -> new ItemView(i.product(), i.quantity()))
                            .toList(),
                    whole.orders().stream().map(OrderView::of).toList());
        }
    }

    /** A product that was looked at. */
    record SeenView(String product, int times, Instant last) {}

    /** So many of a product. */
    record ItemView(String product, int quantity) {}

    /** What was ordered. */
    record OrderView(
            long number, Instant placed, long cents, Delivery delivery, List<ItemView> items) {
        static OrderView of(io.labnet.origin.shop.Order order) {
            return new OrderView(
                    order.number(),
                    order.placed(),
                    order.cents(),
                    order.delivery(),
                    order.lines().stream()
                            .map(line -> new ItemView(line.product(), line.quantity()))
                            .toList());
        }
    }

    /** In so many seconds a row's time is over. */
    record Expiry(@Nullable Long seconds) {}

    /** When a row's time is over. */
    record Expires(long number, Instant expires) {}

    private final Customers customers;

    public CustomersController(Customers customers) {
        this.customers = customers;
    }

    @GetMapping
    Page<Customer> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        // Tells of a page or size that is out of range before the database is asked.
        Page.of(List.of(), page, size);
        var found = customers.find(q, page, size);
        return new Page<>(found.customers(), page, size, found.total());
    }

    @GetMapping("/{number}")
    CustomerView one(@PathVariable long number) {
        return customers.whole(number).map(CustomerView::of).orElseThrow(() -> missing(number));
    }

    @PutMapping("/{number}/expiry")
    Expires expire(@PathVariable long number, @RequestBody Expiry expiry) {
        var seconds = expiry.seconds();
        if (seconds == null || seconds < 0 || seconds > SECONDS_MAX) {
            throw ApiProblem.invalid(
                    "/seconds", "seconds must be 0 to " + SECONDS_MAX + ", which are 400 days");
        }
        var at = customers.expire(number, Duration.ofSeconds(seconds));
        return new Expires(number, at.orElseThrow(() -> missing(number)));
    }

    @DeleteMapping("/{number}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable long number) {
        if (!customers.remove(number)) {
            throw missing(number);
        }
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteAll() {
        customers.removeAll();
    }

    private static ApiProblem missing(long number) {
        return ApiProblem.notFound("There is no customer " + number + " (any more).");
    }
}
