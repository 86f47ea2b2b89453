/** Plausible first names. */
export const FIRST_NAMES: readonly string[] =
  ("Alex Amara Anna Ben Carla Chen Clara Daniel Diego Ella Emil Farah Felix Grace Hana Hugo Ines Ivan Jana Jonas " +
    "Kai Lara Leo Lina Luca Maya Mila Nadia Noah Nora Omar Oscar Pablo Priya Rosa Sam Sara Sofia Theo Yusuf")
    .split(" ");

/** Plausible last names. */
export const LAST_NAMES: readonly string[] =
  ("Adler Baker Bauer Bianchi Brown Castillo Cohen Costa Dubois Evans Fischer Garcia Hansen Ito Jensen Kaya Keller " +
    "Khan Kovacs Lehmann Lopez Marino Meyer Moreau Novak Okafor Olsen Park Patel Petrov Rossi Sato Silva Singh Smith " +
    "Tanaka Vogel Walker Weber Wood").split(" ");

/** Words for any other text. */
export const WORDS: readonly string[] =
  ("amber autumn basket beacon birch bridge candle canyon cedar cloud clover copper coral cotton crystal delta ember " +
    "falcon feather fern field forest garden granite harbor hazel heron island ivory jasmine juniper lagoon lantern " +
    "lemon linen lotus maple marble meadow mirror mosaic mountain oasis ocean olive orchard orchid paper pebble pine " +
    "prairie quartz rain raven ridge river saffron sand shell silver spruce stone summer sunset thistle timber tulip " +
    "valley velvet village violet walnut water willow window winter").split(" ");
