"""English words by the work they do in a sentence: tables for the finders of names, quotations and cues."""

from __future__ import annotations

from annotator.core.wordlist import among

ARTICLES = among("the a an")
DETERMINERS = ARTICLES | among(
    """
    this that these those some any no each every another both all many most several few more other either neither his
    her its their our my your such what which whose enough much less fewer various certain
    """
)
POSSESSIVES = among("his her its their our my your whose")
SUBJECTS = among("he she they it we i you who")
OBJECTS = among("him her them us me you it himself herself themselves itself whom myself ourselves")
INDEFINITE = among(
    """
    everyone everybody someone somebody anyone anybody nobody one others many some those critics none most both
    """
)
PREPOSITIONS = among(
    """
    of in on at by for from with to into onto over under about against between among through during before after since
    until till within without across along around behind beyond near off out outside inside toward towards upon via per
    than as like unlike despite amid including because_of ahead above below beneath beside besides past following
    regarding concerning alongside throughout versus
    """
)
CONJUNCTIONS = among("and but or nor yet so plus")
SUBORDINATORS = among(
    """
    that if whether because while although though when whenever where wherever unless once whereas since until as after
    before who which whose whom what how why
    """
)
QUESTION_WORDS = among("whether if how why what who when where which")
AUXILIARIES = among(
    """
    is are was were be been being am has have had having do does did will would can could may might must shall should 's
    're 've 'd 'll isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't cannot
    couldn't mightn't mustn't shouldn't ain't ought get got gets used going
    """
)
BE = among("is are was were be been being am 's 're 'm")
# Nouns of people that are adjectives behind "is": "he is patient".
PREDICATES = among(
    """
    patient liberal conservative minor native moderate drunk homeless unemployed injured wounded jobless elderly general
    principal chief adult drunk adolescent
    """
)
ADVERBS = among(
    """
    not never also then later now still again even just only already soon often once first simply really actually
    yesterday today tonight tomorrow always sometimes rather further too instead meanwhile however therefore thus ago
    earlier previously recently repeatedly reportedly allegedly apparently famously there here away back alone together
    almost nearly well long ever perhaps maybe least n't
    """
)
WEEKDAYS = among(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun
    """
)
MONTHS = among(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec
    """
)
# Months that are given names too; before these words they are none, after those they are always months.
GIVEN_MONTHS = among("april may june august jan")
NO_SURNAMES = among("day fools bank holiday revolution monday tuesday wednesday thursday friday saturday sunday")
BEFORE_MONTHS = among("in since until till from by on last this next early late mid every each before after during for")
TIMES = among(
    """
    day days week weeks month months year years morning afternoon evening night weekend hour hours minute minutes time
    season spring summer autumn winter fall century decade decades moment midnight noon quarter yesterday today tomorrow
    tonight
    """
)
# Verbs of acting that often stand between an actor and something else; they end a noun phrase.
VERBS = among(
    """
    went came took made gave got held kept left lost won met paid ran sat saw sent set stood spent rose fell grew began
    led brought built bought caught chose cut drew drove ate fought flew hit hurt knew laid lent let put quit rode sang
    sold shot shut slept spoke spread stole struck swept threw wore goes comes takes makes gives gets holds keeps leaves
    loses wins meets pays runs sits sees sends stands spends rises falls grows begins leads brings builds buys chooses
    cuts draws drives fights flies hits lets puts sells shows shuts sleeps speaks throws wears pay make take give hold
    keep leave lose win meet run send stand spend rise fall grow begin bring build buy choose draw drive fight fly sell
    sleep throw become became becomes remain remains remained seem seems seemed appear appears appeared want wants fears
    fear says say said turned turn turns voted votes vote helped help helps needed need needs tried try tries failed
    fail fails started start starts stopped stop stops moved move moves opened opens closed closes ended ends faced
    faces joined joins signed signs killed kills died dies lives lived live works worked work plays played play received
    receives reached reaches crossed crosses entered enters refused declined rejected accepted backed accused blamed
    blames expects expected plans hopes hoped wanted wishes agreed agrees passed passes visited arrived arrive arrives
    returned returns launched raised hired fired sued arrested charged elected appointed resigned stepped dropped added
    sank sunk drank swam shrank sprang stank rang woke froze broke bent bound wound found ground hung stuck swung clung
    flung stung dug fled bled bred fed sped slid hid bit lit split burst thrust cast broadcast slammed dealt dreamt
    leapt leant learnt meant burnt spelt spilt spoilt crept wept felt knelt dwelt smelt forgave forgot overcame overtook
    undertook withdrew withstood upheld beheld foresaw sought bore tore swore shook forsook shone trod strode wove slew
    arose awoke befell forbade wrote strove throve blew overthrew outgrew bet bid beat shed outran attended announced
    approved argued asked attacked avoided banned blocked boycotted called cancelled canceled caused celebrated changed
    chased checked claimed climbed collapsed collected contacted continued crashed criticised criticized decided
    declared decreased delayed delivered described destroyed detained developed disappeared discovered dismissed earned
    employed encouraged escaped established evacuated examined exploded explored expressed filed flooded followed forced
    founded fuelled gathered granted guided handed happened identified ignored imposed improved included increased
    injured installed introduced invested investigated invited kicked landed lifted looted looked managed marched
    married missed negotiated nominated notified objected obtained occurred offered opposed ordered organised organized
    owned paused performed picked placed planned pointed praised prepared prevented produced promoted protected
    protested proved provided published pulled pushed questioned raided ranked reacted reappeared recalled recovered
    recruited reduced reelected released relied removed renewed repaired replaced requested required rescued resumed
    retired revealed reversed ruled sacked sailed saved scored searched seized sentenced served settled shared shattered
    shifted shouted showed slowed smashed solved spotted stayed stormed stressed struggled studied submitted succeeded
    suffered supplied supported suspended survived swapped tackled targeted taught testified tested threatened topped
    toured traded trained travelled traveled treated triggered triumphed unveiled updated urged used vanished waited
    walked warned watched welcomed witnessed wondered
    """
)
# Adjectives and nouns before a name or head that need no article.
ADJECTIVES = among(
    """
    former new old senior top chief local federal national foreign young leading acting late deputy vice prime good big
    public private regional central high low main official political military economic social united own american
    british french german russian chinese european international last next recent early several anonymous unnamed
    independent
    """
)
PEOPLE = among(
    """
    official officials spokesman spokeswoman spokesperson spokespeople spokesmen minister ministers president premier
    chancellor mayor governor senator senators congressman congresswoman lawmaker lawmakers legislator legislators
    councillor councillors councilor councilors councilman councilwoman commissioner commissioners secretary ambassador
    envoy diplomat diplomats candidate candidates nominee nominees leader leaders chief chiefs head heads director
    directors manager managers chairman chairwoman chairperson chair founder founders co-founder owner owners boss
    bosses executive executives ceo partner partners adviser advisers advisor advisors aide aides analyst analysts
    economist economists expert experts professor professors researcher researchers scientist scientists doctor doctors
    nurse nurses physician physicians surgeon teacher teachers pupil pupils student students parent parents mother
    mothers father fathers son sons daughter daughters child children wife husband brother sister family families widow
    woman women man men people person persons resident residents islander islanders villager villagers neighbour
    neighbours neighbor neighbors citizen citizens voter voters supporter supporters opponent opponents critic critics
    activist activists campaigner campaigners protester protesters demonstrator demonstrators organiser organisers
    organizer organizers volunteer volunteers member members worker workers employee employees employer employers
    striker strikers unionist farmer farmers fisherman fishermen merchant merchants trader traders investor investors
    lender lenders banker bankers customer customers consumer consumers tenant tenants landlord landlords homeowner
    homeowners shopkeeper shopkeepers household households driver drivers passenger passengers pilot pilots engineer
    engineers builder builders contractor contractors lawyer lawyers attorney attorneys prosecutor prosecutors judge
    judges justice justices jury juror jurors witness witnesses victim victims suspect suspects defendant defendants
    plaintiff plaintiffs detective detectives officer officers soldier soldiers troops rebel rebels fighter fighters
    commander commanders general admiral captain guard guards migrant migrants refugee refugees survivor survivors
    patient patients author authors writer writers journalist journalists reporter reporters editor editors columnist
    historian historians artist artists actor actors singer player players coach coaches fan fans spectator visitors
    visitor tourist tourists crowd crowds audience bishop pope priest imam king queen prince princess hydrologist
    biologist chemist physicist geologist meteorologist forecaster forecasters inspector inspectors regulator regulators
    watchdog auditor auditors treasurer trustee trustees delegate delegates negotiator negotiators mediator mediators
    colleague colleagues friend friends relative relatives source sources insider insiders observer observers pollster
    pollsters strategist strategists operative operatives democrat democrats republican republicans conservative
    conservatives liberal liberals socialist socialists nationalist veteran veterans pensioner pensioners retiree
    retirees taxpayer taxpayers youth youths teenager teenagers girl girls boy boys baby passers-by passer-by bystander
    bystanders subscriber subscribers user users operator operators supplier suppliers producer producers developer
    developers maker makers shareholder shareholders creditor creditors donor donors clerk sheriff warden keeper
    firefighter firefighters paramedic paramedics rescuer rescuers crew crews team teams applicant applicants commuter
    commuters cyclist cyclists sailor sailors miner miners cleaner cleaners chef cook baker butcher grower growers
    ranger archaeologist astronomer curator librarian principal headteacher dean rector counterpart counterparts
    successor predecessor incumbent challenger challengers rival rivals ally allies enemy enemies couple couples adult
    adults skipper skippers counsel barrister barristers solicitor solicitors coroner stepdaughter stepson stepmother
    stepfather grandmother grandfather grandson granddaughter grandparents uncle aunt cousin cousins niece nephew fiancé
    fiancée boyfriend girlfriend roommate classmate classmates schoolchildren shopper shoppers pharmacist caller callers
    injured wounded unemployed elderly homeless jobless detainee detainees inmate inmates prisoner prisoners hostage
    hostages dispatcher dispatchers carmaker carmakers policyholder policyholders stakeholder stakeholders millionaire
    billionaire tycoon entrepreneur entrepreneurs consultant consultants technician electrician plumber carpenter
    mechanic waiter waitress bartender barista cashier receptionist caretaker janitor superintendent anaesthetist
    midwife carer carers caregiver dentist psychologist sociologist anthropologist philosopher linguist statistician
    mathematician skier runner swimmer champion champions winner winners loser losers finalist contestant goalkeeper
    midfielder defender umpire referee referees trainer sponsor sponsors composer conductor novelist poet playwright
    filmmaker comedian celebrity celebrities influencer blogger hacker hackers thief thieves gunman gunmen attacker
    attackers assailant killer terrorist terrorists smuggler smugglers dealer dealers gangster drunk adolescent minor
    minors infant infants toddler newborn sibling siblings spouse spouses orphan heir heirs ancestor ancestors
    descendant bidder bidders buyer buyers seller sellers renter renters lodger squatter motorist motorists pedestrian
    pedestrians rider riders trucker truckers busker mp mps mep meps peer peers whip backbencher backbenchers
    frontbencher dictator president-elect prime-minister co-chair vice-president spokespersons nationals foreigners
    locals immigrant immigrants asylum-seekers natives settlers peasants nomads labourer labourers laborer laborers
    breadwinner goers churchgoers moderates hardliners hard-liners loyalists dissident dissidents exiles monarch emperor
    sultan emir caliph ayatollah mullah cleric clerics nun nuns monk monks pastor pastors vicar parishioners
    congregation worshippers believers
    """
)
BODIES = among(
    """
    government governments ministry ministries department departments agency agencies authority authorities council
    councils parliament congress senate assembly court courts tribunal commission committee board panel cabinet
    administration office bureau police army navy military force forces treasury bank banks company companies firm firms
    corporation group groups business businesses manufacturer manufacturers airline airlines railway operator utility
    union unions league guild association associations federation organisation organisations organization organizations
    charity charities foundation institute institution institutions university universities college hospital hospitals
    church party parties coalition opposition campaign campaigns embassy consulate mission delegation city town country
    countries nation nations states province county village community communities municipality kremlin pentagon
    newspaper newspapers paper magazine outlet outlets media press network broadcaster channel website publisher club
    clubs team cartel gang militia regime junta bloc alliance society trust fund funds insurer insurers retailer
    retailers start-up startup consortium venture chain service laboratory lab observatory museum theatre orchestra
    chamber circle secretariat inspectorate watchdog ombudsman electorate public industry lobby majority minority side
    sides jury staff leadership management employer tribe brigade regiment battalion academy faculty clinic studio
    developer brewery factory plant mill farm shipyard dealership restaurant bakery hotel squad unit
    """
)
# Things that speak in attributions though they are no actors: "the report said".
SPEAKERS = among(
    """
    report reports statement study studies survey surveys poll polls document documents letter letters email emails
    e-mail e-mails article articles post tweet book memo lawsuit complaint indictment filing filings figures data
    results research analysis website ad ads advert advertisement story stories piece headline editorial sign notice
    resolution release text message video footage records record minutes script transcript plan account accounts ruling
    order law bill
    """
)
TITLES = among(
    """
    mr mrs ms miss dr sir dame lord lady prof professor president minister senator governor mayor chancellor premier
    captain colonel general major sergeant sgt lt col gen gov sen rep judge justice pope bishop archbishop cardinal
    rabbi imam sheikh king queen prince princess secretary commissioner councillor councilman congressman congresswoman
    ambassador detective inspector constable officer engineer speaker sheriff superintendent principal deputy
    """
)
INSTITUTIONS = among(
    """
    office bank university ministry department council league union association federation institute house court chamber
    board bureau kingdom republic state states city commission committee agency school college centre center society
    church party bay isle guild academy fund foundation organisation organization museum bishop archbishop archdiocese
    diocese province district duke duchess prince princess king queen earl bill gulf cape port friends sons daughters
    students doctors reporters lawyers mothers alliance coalition congress assembly secretary minister director campaign
    authority service confederation network international institutes centers centres library hospital faculty
    directorate division group order knights knight sea lake mount mayor governor president
    """
)
DEPARTMENTS = among(
    """
    services affairs development trade culture sport sports welfare industry technology security pensions environment
    energy agriculture transport prevention budget medicine sciences science arts firearms explosives infrastructure
    customs fisheries immigration education research labour labor water works planning commerce innovation protection
    equality rights
    """
)
PLACE_PREPOSITIONS = among(
    """
    in near across around outside into through throughout via towards toward beyond along off
    """
)
# Words that begin sentences with a capital and are no names.
COMMON = (
    ARTICLES
    | DETERMINERS
    | SUBJECTS
    | OBJECTS
    | INDEFINITE
    | PREPOSITIONS
    | CONJUNCTIONS
    | SUBORDINATORS
    | AUXILIARIES
    | ADVERBS
    | VERBS
    | TIMES
    | among(
        """
        asked there here yes no ok okay oh well let please thank thanks according given based speaking under one two
        three four five six seven eight nine ten half nothing something everything anything nowhere somewhere until
        though despite turnout trade work nearly almost about nationwide overall sources photo image video read watch
        update breaking exclusive analysis opinion live source related advertisement unemployment inflation prices wages
        leaks rainfall lessons
        """
    )
)

# Places that are an actor only as "the city", not behind "in" or "to".
TERRITORIES = among(
    """
    city town country nation village community county province municipality countries nations cities villages
    """
)
# Last words of names that are places or days, not actors.
PLACE_HEADS = among(
    """
    street road avenue lane valley river lake bay park square bridge mountain mountains hill hills island islands sea
    ocean coast beach forest desert canal airport station harbour harbor highway boulevard plaza stadium christmas
    easter ramadan hanukkah passover thanksgiving eve east west north south peninsula strait gulf creek falls pier
    market
    """
)
PLACE_NOUNS = among(
    """
    settlement town city village island region province district coast port valley county state capital suburb area
    neighbourhood neighborhood borough hamlet parish peninsula
    """
)
NOT_ADVERBS = among(
    """
    family assembly italy july supply reply apply ally bully rally jelly belly monopoly anomaly elderly friendly daily
    weekly monthly quarterly yearly lonely lovely likely unlikely ugly holy early only homily melancholy
    """
)
# Words in -ers and -ors that are things.
NOT_PEOPLE = among(
    """
    papers numbers powers orders letters quarters winters matters centers rivers offers dinners computers towers showers
    counters corners covers dangers factors sectors motors errors mirrors doors floors tractors corridors waters others
    answers chapters borders shoulders fingers flowers trousers containers trailers boilers drawers layers meters
    kilometers liters filters headquarters printers scanners servers routers burgers tigers spiders disasters monsters
    clusters posters registers semesters elevators generators calculators indicators sensors reactors tumors vectors
    flavors colors honors humors rumors labors harbors favors neighbors endeavors behaviors metaphors lists exists
    consists persists insists resists mists twists wrists fists specifics mayors thinkers holders markers stickers
    flyers tankers freighters cruisers bombers fighters-jets helicopters sweaters theaters thrillers bestsellers
    lawn-mowers
    """
)
QUANTITIES = among(
    """
    one two three four five six seven eight nine ten eleven twelve most many some none half each all hundreds dozens
    thousands tens scores millions several both few handful majority number group couple third quarter tenth members
    neither either any
    """
)
# What stands behind a person: "people familiar with the talks", "a woman called Ruth".
POSTPOSED = among("familiar close briefed involved loyal opposed responsible present named called")
