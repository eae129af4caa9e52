"""Orders to the carrier, after the act that made the label; and every half hour, asking for what it did not tell."""

from datetime import timedelta

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.domain.delivery.actions import number
from motcua.domain.delivery.models import Parcel
from motcua.domain.delivery.rules import OUT_OF_HOUSE, Direction, ParcelState, post_terms_on
from motcua.foundation.actions import SYSTEM, Refused, now
from motcua.foundation.calendar import local
from motcua.foundation.gateways.carrier.chosen import carrier
from motcua.foundation.gateways.carrier.contract import CarrierRefused, Order, Party
from motcua.foundation.gateways.outcome import Never, NotNow

from .receiving import receive

AGAIN = RetryStrategy(max_attempts=48, wait=300)
QUIET, MOST, EVERY = timedelta(hours=4), 200, 1800  # silence, parcels in a round, seconds between rounds


@app.task(name="delivering.order", retry=AGAIN)
def order(parcel: int) -> None:
    """Order a parcel that has its label; the same order at every try. Without a carrier nothing is ordered."""
    found, gateway = Parcel.objects.select_related("unit").get(pk=parcel), carrier()
    if gateway is None or found.waybill or found.state != ParcelState.LABELLED:
        return
    try:
        number(found, by=SYSTEM, waybill=gateway.create(order_of(found)))
    except Never as refused:
        number(found, by=SYSTEM, fault=refused.fault)


@app.task(name="delivering.cancel", retry=AGAIN)
def cancel(parcel: int) -> None:
    """Take the order of a parcel back that will not be sent."""
    found, gateway = Parcel.objects.get(pk=parcel), carrier()
    if gateway and found.state in (ParcelState.CANCELLED, ParcelState.CAME_BACK):
        gateway.cancel(found.own_number, found.waybill)


@app.periodic(cron="*/30 * * * *")
@app.task(name="delivering.track", queueing_lock="delivering.track", lock="delivering.track")
def track(timestamp: int) -> None:
    """Ask for parcels that are away and nothing was heard of for a while; of more than a round takes, each has its turn."""
    gateway, at = carrier(), now()
    if gateway is None:
        return
    away = Parcel.objects.filter(state__in=OUT_OF_HOUSE, changed_at__lt=at - QUIET).exclude(waybill="")
    silent = list(away.order_by("pk").values_list("waybill", flat=True))
    first = timestamp // EVERY * MOST % len(silent) if len(silent) > MOST else 0
    for waybill in (silent[first:] + silent[:first])[:MOST]:
        try:
            words = gateway.track(waybill)
        except NotNow as problem:
            if problem.away:  # nobody answers: the next round asks again
                return
            continue  # this number it does not know, or not today: those after it are asked all the same
        except CarrierRefused:  # words that cannot be read
            continue
        for word in words:
            try:
                receive(word, at=at)
            except (CarrierRefused, Refused):
                continue


def order_of(parcel: Parcel) -> Order:
    """What the carrier is to do, in its words; nothing of what is inside."""
    office = Party(parcel.unit.name, parcel.unit.hotline, parcel.unit.address)
    home = Party(parcel.name, parcel.phone, parcel.address)
    fetch = parcel.direction == Direction.IN
    sender, receiver = (home, office) if fetch else (office, home)
    grams = parcel.grams or post_terms_on(local(parcel.asked_at).date()).usual_grams
    return Order(parcel.own_number, sender, receiver, parcel.payer, parcel.fee, grams, fetch)
