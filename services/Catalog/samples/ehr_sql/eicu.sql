DROP TABLE IF EXISTS patient;
CREATE TABLE patient
(
    uniquepid TEXT NOT NULL,
    patienthealthsystemstayid INTEGER NOT NULL,
    patientunitstayid INTEGER NOT NULL PRIMARY KEY,
    gender TEXT NOT NULL,
    age TEXT NOT NULL,
    ethnicity TEXT,
    hospitalid INTEGER NOT NULL,
    wardid INTEGER NOT NULL,
    admissionheight REAL,
    admissionweight REAL,
    dischargeweight REAL,
    hospitaladmittime TIMESTAMP NOT NULL,
    hospitaladmitsource TEXT NOT NULL,
    unitadmittime TIMESTAMP NOT NULL,
    unitdischargetime TIMESTAMP,
    hospitaldischargetime TIMESTAMP,
    hospitaldischargestatus TEXT
) ;

DROP TABLE IF EXISTS diagnosis;
CREATE TABLE diagnosis
(
    diagnosisid INTEGER NOT NULL PRIMARY KEY,
    patientunitstayid INTEGER NOT NULL REFERENCES patient(patientunitstayid),
    diagnosisname TEXT NOT NULL,
    diagnosistime TIMESTAMP NOT NULL,
    icd9code TEXT
) ;

DROP TABLE IF EXISTS treatment;
CREATE TABLE treatment
(
    treatmentid INTEGER NOT NULL PRIMARY KEY,
    patientunitstayid INTEGER NOT NULL REFERENCES patient(patientunitstayid),
    treatmentname TEXT NOT NULL,
    treatmenttime TIMESTAMP NOT NULL
) ;

DROP TABLE IF EXISTS lab;
CREATE TABLE lab
(
    labid INTEGER NOT NULL PRIMARY KEY,
    patientunitstayid INTEGER NOT NULL REFERENCES patient(patientunitstayid),
    labname TEXT NOT NULL,
    labresult REAL NOT NULL,
    labresulttime TIMESTAMP NOT NULL
) ;

DROP TABLE IF EXISTS medication;
CREATE TABLE medication
(
    medicationid INTEGER NOT NULL PRIMARY KEY,
    patientunitstayid INTEGER NOT NULL REFERENCES patient(patientunitstayid),
    drugname TEXT NOT NULL,
    dosage TEXT NOT NULL,
    routeadmin TEXT NOT NULL,
    drugstarttime TIMESTAMP,
    drugstoptime TIMESTAMP
) ;

DROP TABLE IF EXISTS cost;
CREATE TABLE cost
(
    costid INTEGER NOT NULL PRIMARY KEY,
    uniquepid TEXT NOT NULL,
    patienthealthsystemstayid INTEGER NOT NULL,
    eventtype TEXT NOT NULL,
    eventid INTEGER NOT NULL,
    chargetime TIMESTAMP NOT NULL,
    cost REAL NOT NULL
) ;

DROP TABLE IF EXISTS allergy;
CREATE TABLE allergy
(
    allergyid INTEGER NOT NULL PRIMARY KEY,
    patientunitstayid INTEGER NOT NULL REFERENCES patient(patientunitstayid),
    drugname TEXT,
    allergyname TEXT NOT NULL,
    allergytime TIMESTAMP NOT NULL
) ;

DROP TABLE IF EXISTS intakeoutput;
CREATE TABLE intakeoutput
(
    intakeoutputid INTEGER NOT NULL PRIMARY KEY,
    patientunitstayid INTEGER NOT NULL REFERENCES patient(patientunitstayid),
    cellpath TEXT NOT NULL,
    celllabel TEXT NOT NULL,
    cellvaluenumeric REAL NOT NULL,
    intakeoutputtime TIMESTAMP NOT NULL
) ;

DROP TABLE IF EXISTS microlab;
CREATE TABLE microlab
(
    microlabid INTEGER NOT NULL PRIMARY KEY,
    patientunitstayid INTEGER NOT NULL REFERENCES patient(patientunitstayid),
    culturesite TEXT NOT NULL,
    organism TEXT NOT NULL,
    culturetakentime TIMESTAMP NOT NULL
) ;

DROP TABLE IF EXISTS vitalperiodic;
CREATE TABLE vitalperiodic
(
    vitalperiodicid INTEGER NOT NULL PRIMARY KEY,
    patientunitstayid INTEGER NOT NULL REFERENCES patient(patientunitstayid),
    temperature REAL,
    sao2 INTEGER,
    heartrate INTEGER,
    respiration INTEGER,
    systemicsystolic INTEGER,
    systemicdiastolic INTEGER,
    systemicmean INTEGER,
    observationtime TIMESTAMP NOT NULL
) ;
