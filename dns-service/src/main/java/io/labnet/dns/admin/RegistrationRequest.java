package io.labnet.dns.admin;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import io.labnet.admin.ApiProblem;
import io.labnet.admin.ApiProblem.FieldError;
import io.labnet.dns.registrar.Amendment;
import io.labnet.dns.registrar.Application;
import io.labnet.dns.registrar.BadName;
import io.labnet.dns.registrar.Delegation;
import io.labnet.dns.registrar.DelegationRules;
import io.labnet.dns.registrar.Fault;
import io.labnet.dns.registrar.Host;
import io.labnet.dns.registrar.NameRules;
import io.labnet.dns.registrar.Registrant;
import io.labnet.dns.registrar.Registration;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Address;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;

/**
 * A domain that somebody wants to have, or to have another way; then what is missing stays as it
 * is.
 *
 * @param years for how long; one when it is missing
 * @param ds the domain's DS records, when it is signed
 * @param transferLock whether the registrant cannot change until the lock is taken away
 */
record RegistrationRequest(
        @Nullable String domain,
        @Nullable Integer years,
        @Nullable RegistrantRequest registrant,
        @Nullable List<@Nullable NameServerRequest> nameServers,
        @Nullable List<@Nullable DsRequest> ds,
        @Nullable Boolean transferLock) {
    private static final int OCTET_MAX = 0xff;
    private static final int KEY_TAG_MAX = 0xffff;

    record RegistrantRequest(
            @Nullable String name, @Nullable String organization, @Nullable String email) {}

    /**
     * A name server.
     *
     * @param addresses one or a list; for those below the domain alone
     */
    record NameServerRequest(
            @Nullable String name,
            @JsonAlias("address")
                    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                    @Nullable List<@Nullable String> addresses) {}

    /** A DS record (RFC 4034 section 5.1), its digest in hexadecimal. */
    record DsRequest(
            @Nullable Integer keyTag,
            @Nullable Integer algorithm,
            @Nullable Integer digestType,
            @Nullable String digest) {}

    /**
     * The wish for a new domain.
     *
     * @param forSale the domains below which there are some
     * @throws ApiProblem (422) that points at all that is wrong; where the domain is not for sale
     *     here, at that alone, for elsewhere it may be
     */
    Application toApplication(Collection<Name> forSale) {
        var faults = new ArrayList<Fault>();
        var name = domain(forSale, faults);
        var span = years(years, faults);
        var owner = registrant(faults);
        if (registrant == null) {
            faults.add(new Fault("/registrant/name", "is missing: whose is it to be?"));
        }
        var hosts = hosts(faults);
        var signers = signers(name == null ? Name.root : name, faults);
        if (name == null || owner == null) {
            throw problem(faults);
        }
        var delegation = new Delegation(name, hosts, signers);
        if (faults.isEmpty()) {
            faults.addAll(DelegationRules.faults(delegation));
        }
        if (!faults.isEmpty()) {
            throw problem(faults);
        }
        return new Application(delegation, owner, span, Boolean.TRUE.equals(transferLock));
    }

    /**
     * The wish for a change of a domain.
     *
     * @throws ApiProblem (422) that points at all that is wrong
     */
    Amendment toAmendment(Name name) {
        var faults = new ArrayList<Fault>();
        if (domain != null) {
            faults.add(new Fault("/domain", "cannot be changed: register another one"));
        }
        if (years != null) {
            faults.add(new Fault("/years", "are added by a POST to .../renewals"));
        }
        var owner = registrant(faults);
        var hosts = nameServers == null ? null : hosts(faults);
        var signers = ds == null ? null : signers(name, faults);
        if (!faults.isEmpty()) {
            throw problem(faults);
        }
        return new Amendment(hosts, signers, owner, transferLock);
    }

    /** A refusal that points at all that is wrong. */
    static ApiProblem problem(List<Fault> faults) {
        return ApiProblem.invalid(
                "The registration cannot be as it is wished for.",
                faults.stream().map(f -> new FieldError(f.pointer(), f.detail())).toList());
    }

    private @Nullable Name domain(Collection<Name> forSale, List<Fault> faults) {
        try {
            var name = NameRules.host(domain == null ? "" : domain);
            checkForSale(name, forSale);
            return name;
        } catch (BadName bad) {
            faults.add(new Fault("/domain", bad.reason()));
            return null;
        }
    }

    private static void checkForSale(Name name, Collection<Name> forSale) throws BadName {
        try {
            NameRules.checkForSale(name, forSale);
        } catch (BadName bad) {
            if (NameRules.registrable(name, forSale) == null) {
                throw ApiProblem.notHere("/domain", bad.reason());
            }
            throw bad;
        }
    }

    static int years(@Nullable Integer years, List<Fault> faults) {
        var span = years == null ? 1 : years;
        if (span < 1 || span > Registration.YEARS_MAX) {
            faults.add(new Fault("/years", "must be 1 to " + Registration.YEARS_MAX));
        }
        return span;
    }

    private @Nullable Registrant registrant(List<Fault> faults) {
        if (registrant == null) {
            return null;
        }
        if (registrant.name() == null) {
            faults.add(new Fault("/registrant/name", "is missing"));
            return null;
        }
        var owner =
                new Registrant(registrant.name(), registrant.organization(), registrant.email());
        faults.addAll(owner.faults());
        return owner;
    }

    private List<Host> hosts(List<Fault> faults) {
        var hosts = new ArrayList<Host>();
        var wishes = nameServers == null ? List.<NameServerRequest>of() : nameServers;
        for (int i = 0; i < wishes.size(); i++) {
            var wish = wishes.get(i);
            var pointer = "/nameServers/" + i;
            if (wish == null) {
                faults.add(new Fault(pointer, "must have a name"));
                continue;
            }
            var addresses = addresses(wish.addresses(), pointer, faults);
            try {
                var name = NameRules.host(wish.name() == null ? "" : wish.name());
                hosts.add(new Host(name, addresses));
            } catch (BadName bad) {
                faults.add(new Fault(pointer + "/name", bad.reason()));
            }
        }
        return hosts;
    }

    private static List<InetAddress> addresses(
            @Nullable List<@Nullable String> texts, String pointer, List<Fault> faults) {
        var addresses = new ArrayList<InetAddress>();
        for (int i = 0; texts != null && i < texts.size(); i++) {
            var address = address(String.valueOf(texts.get(i)));
            if (address == null) {
                faults.add(
                        new Fault(
                                pointer + "/addresses/" + i,
                                "is no address, as 212.212.212.1 and 2001:db8::1 are"));
            } else if (!addresses.contains(address)) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    // Java reads 127.1 as an address too, and fe80::1%eth0, which no record can hold.
    private static @Nullable InetAddress address(String text) {
        var bytes = Address.toByteArray(text, Address.IPv4);
        if (bytes == null) {
            bytes = Address.toByteArray(text, Address.IPv6);
        }
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of another length", impossible);
        }
    }

    private List<DSRecord> signers(Name owner, List<Fault> faults) {
        var signers = new ArrayList<DSRecord>();
        var wishes = ds == null ? List.<DsRequest>of() : ds;
        for (int i = 0; i < wishes.size(); i++) {
            var wish = wishes.get(i);
            var signer = wish == null ? null : signer(owner, wish, "/ds/" + i, faults);
            if (signer != null) {
                signers.add(signer);
            } else if (wish == null) {
                faults.add(
                        new Fault("/ds/" + i, "must have keyTag, algorithm, digestType, digest"));
            }
        }
        return signers;
    }

    private static @Nullable DSRecord signer(
            Name owner, DsRequest wish, String pointer, List<Fault> faults) {
        var before = faults.size();
        var keyTag = number(wish.keyTag(), KEY_TAG_MAX, pointer + "/keyTag", faults);
        var algorithm = number(wish.algorithm(), OCTET_MAX, pointer + "/algorithm", faults);
        var type = number(wish.digestType(), OCTET_MAX, pointer + "/digestType", faults);
        var digest = digest(wish.digest(), pointer + "/digest", faults);
        if (faults.size() > before) {
            return null;
        }
        try {
            var ttl = Delegation.TTL_SECONDS;
            return new DSRecord(owner, DClass.IN, ttl, keyTag, algorithm, type, digest);
        } catch (IllegalArgumentException wrongLength) {
            faults.add(new Fault(pointer + "/digest", "has not the length of its type"));
            return null;
        }
    }

    private static int number(
            @Nullable Integer value, int most, String pointer, List<Fault> faults) {
        if (value == null || value < 0 || value > most) {
            faults.add(new Fault(pointer, "must be 0 to " + most));
            return 0;
        }
        return value;
    }

    private static byte[] digest(@Nullable String text, String pointer, List<Fault> faults) {
        try {
            return HexFormat.of().parseHex(text == null ? "none" : text);
        } catch (IllegalArgumentException notHexadecimal) {
            faults.add(new Fault(pointer, "must be hexadecimal digits"));
            return new byte[0];
        }
    }
}
