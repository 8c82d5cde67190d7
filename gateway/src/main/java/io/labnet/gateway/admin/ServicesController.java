package io.labnet.gateway.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.EventStream;
import io.labnet.admin.EventStream.News;
import io.labnet.admin.Page;
import io.labnet.gateway.services.ServiceStatus;
import io.labnet.gateway.services.ServiceSwitch;
import io.labnet.gateway.services.ServiceWatch;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What runs, how it is doing, and the switch to stop and start it. */
@RestController
@RequestMapping("/api/services")
class ServicesController {
    private static final Logger LOG = LoggerFactory.getLogger(ServicesController.class);
    private static final String MYSELF = "gateway";

    /** What somebody wants of a service. */
    record Wanted(@NotNull Boolean running) {}

    private final ServiceWatch watch;
    private final ObjectProvider<ServiceSwitch> switches;
    private final EventStream stream;

    ServicesController(
            ServiceWatch watch, ObjectProvider<ServiceSwitch> switches, EventStream stream) {
        this.watch = watch;
        this.switches = switches;
        this.stream = stream;
    }

    @GetMapping
    Page<ServiceStatus> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found = watch.look().stream().filter(status -> status.name().contains(q)).toList();
        return Page.of(found, page, size);
    }

    @GetMapping("/{name}")
    ServiceStatus one(@PathVariable String name) {
        return watch.look(name)
                .orElseThrow(() -> ApiProblem.notFound("There is no service named " + name + "."));
    }

    @GetMapping("/events")
    SseEmitter live() {
        return stream.open("service", 0, this::news);
    }

    @PutMapping("/{name}")
    ServiceStatus change(@PathVariable String name, @RequestBody @Valid Wanted wanted) {
        one(name);
        if (name.equals(MYSELF)) {
            throw ApiProblem.conflict("The gateway cannot stop itself: nobody could start it.");
        }
        var hand = switches.getIfAvailable();
        if (hand == null || !hand.knows(name)) {
            throw ApiProblem.conflict(
                    "Only the embedded lab can stop services; use docker compose or kubectl.");
        }
        turn(hand, name, wanted.running());
        watch.forget();
        return one(name);
    }

    private static void turn(ServiceSwitch hand, String name, boolean on) {
        try {
            if (on) {
                hand.start(name);
            } else {
                hand.stop(name);
            }
        } catch (RuntimeException failure) {
            LOG.warn("{} could not be switched {}", name, on ? "on" : "off", failure);
            var why = NestedExceptionUtils.getMostSpecificCause(failure).getMessage();
            throw ApiProblem.conflict(
                    name + " could not be " + (on ? "started" : "stopped") + ": " + why);
        }
    }

    private News news(long version) {
        var changes = watch.changedSince(version);
        return new News(changes.statuses(), changes.version());
    }
}
