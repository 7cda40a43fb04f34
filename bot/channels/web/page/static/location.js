// Where this device is, asked of the browser, which asks the person.

const DECIMALS = 2; // about a kilometre: it tells the nearest office, and nobody's home; nothing finer leaves this page
const LONGEST_WAIT = 15_000; // ms
const OLDEST = 10 * 60_000; // ms
const REFUSED = 1; // GeolocationPositionError.PERMISSION_DENIED

/** Throws an error with `refused` when the person or the browser doesn't allow it, or when it can't be told. */
export function locate() {
  return new Promise((resolve, reject) => {
    const fail = (refused) => reject(Object.assign(new Error("no location"), { refused }));
    if (!navigator.geolocation) return fail(false);
    const options = { enableHighAccuracy: false, timeout: LONGEST_WAIT, maximumAge: OLDEST };
    const found = ({ coords }) => resolve({ latitude: coarse(coords.latitude), longitude: coarse(coords.longitude) });
    navigator.geolocation.getCurrentPosition(found, ({ code }) => fail(code === REFUSED), options);
  });
}

const coarse = (degrees) => Number(degrees.toFixed(DECIMALS));
