package io.labnet.dns.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.Page;
import io.labnet.dns.message.Names;
import io.labnet.dns.registrar.BadName;
import io.labnet.dns.registrar.Fault;
import io.labnet.dns.registrar.Holding;
import io.labnet.dns.registrar.NameRules;
import io.labnet.dns.registrar.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;
import org.xbill.DNS.Name;

/** The registrar's counter: domains for sale, and whose they are. */
@RestController
@RequestMapping("/api/dns")
class RegistrationsController {
    private final DomainSales sales;

    RegistrationsController(DomainSales sales) {
        this.sales = sales;
    }

    /**
     * Whether a domain can be had.
     *
     * @param reason why not; empty when it can
     */
    record AvailabilityView(String domain, boolean available, String reason) {}

    /**
     * More years.
     *
     * @param years one when it is missing
     * @param expires when it ends now, so that a renewal that is sent twice happens once
     */
    record RenewalRequest(@Nullable Integer years, @Nullable Instant expires) {}

    @GetMapping("/availability")
    AvailabilityView availability(@RequestParam String domain) {
        var registrar = sales.required();
        var name = name(domain);
        var text = Names.text(name);
        try {
            NameRules.checkForSale(name, registrar.forSale());
        } catch (BadName bad) {
            if (NameRules.registrable(name, registrar.forSale()) == null) {
                throw ApiProblem.notFound(bad.reason());
            }
            return new AvailabilityView(text, false, bad.reason());
        }
        return switch (registrar.holding(name)) {
            case Holding.Registered(var registration) ->
                    taken(text, "is registered until " + registration.expires());
            case Holding.Elsewhere _ -> taken(text, "is in its top-level domain already");
            case Holding.InUse() -> taken(text, "is used by its top-level domain itself");
            case Holding.Free() -> new AvailabilityView(text, true, "");
            case Holding.Unknown(var reason) -> throw ApiProblem.unavailable(reason);
        };
    }

    private static AvailabilityView taken(String domain, String why) {
        return new AvailabilityView(domain, false, domain + " " + why);
    }

    @GetMapping("/registrations")
    Page<RegistrationView> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var registrar = sales.registrar();
        var found =
                registrar == null
                        ? List.<RegistrationView>of()
                        : registrar.all().stream()
                                .map(RegistrationView::of)
                                .filter(registration -> registration.mentions(q))
                                .toList();
        return Page.of(found, page, size);
    }

    @GetMapping("/registrations/{domain}")
    RegistrationView one(@PathVariable String domain) {
        var registration = sales.required().find(name(domain));
        if (registration == null) {
            throw ApiProblem.notFound(
                    domain + " is not registered here; /api/dns/availability says why.");
        }
        return RegistrationView.of(registration);
    }

    @PostMapping("/registrations")
    ResponseEntity<RegistrationView> register(@RequestBody RegistrationRequest wish) {
        var registrar = sales.required();
        var view = done(registrar.register(wish.toApplication(registrar.forSale())));
        var location =
                UriComponentsBuilder.fromPath("/api/dns/registrations")
                        .pathSegment(view.domain())
                        .build()
                        .encode()
                        .toUri();
        return ResponseEntity.created(location).body(view);
    }

    @PatchMapping("/registrations/{domain}")
    RegistrationView amend(@PathVariable String domain, @RequestBody RegistrationRequest wish) {
        var registrar = sales.required();
        var name = name(domain);
        return done(registrar.amend(name, wish.toAmendment(name)));
    }

    @PostMapping("/registrations/{domain}/renewals")
    RegistrationView renew(@PathVariable String domain, @RequestBody RenewalRequest wish) {
        var registrar = sales.required();
        var faults = new ArrayList<Fault>();
        var years = RegistrationRequest.years(wish.years(), faults);
        if (!faults.isEmpty()) {
            throw RegistrationRequest.problem(faults);
        }
        return done(registrar.renew(name(domain), years, wish.expires()));
    }

    @DeleteMapping("/registrations/{domain}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String domain) {
        done(sales.required().delete(name(domain)));
    }

    private static RegistrationView done(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(var registration) -> RegistrationView.of(registration);
            case Outcome.Unregistered(var reason) -> throw ApiProblem.notFound(reason);
            case Outcome.Taken(var reason) -> throw ApiProblem.conflict(reason);
            case Outcome.Refused(var reason) -> throw ApiProblem.conflict(reason);
            case Outcome.Bad(var faults) -> throw RegistrationRequest.problem(faults);
            case Outcome.Full(var most) ->
                    throw ApiProblem.houseFull("No more than " + most + " domains are registered.");
            case Outcome.Unavailable(var reason) -> throw ApiProblem.unavailable(reason);
        };
    }

    private static Name name(String text) {
        try {
            return NameRules.host(text);
        } catch (BadName bad) {
            throw ApiProblem.invalid("/domain", bad.reason());
        }
    }
}
