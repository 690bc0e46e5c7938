-- What an import made can be taken back by who may change units everywhere. The log keeps it.
CREATE POLICY unit_delete ON organization.unit FOR DELETE TO noivu_app USING ((SELECT access.reaches_all('organization.changeUnit')));
CREATE POLICY unit_version_delete ON organization.unit_version FOR DELETE TO noivu_app USING ((SELECT access.reaches_all('organization.changeUnit')));
CREATE POLICY unit_parent_delete ON organization.unit_parent FOR DELETE TO noivu_app USING ((SELECT access.reaches_all('organization.changeUnit')));
GRANT DELETE ON organization.unit, organization.unit_version, organization.unit_parent TO noivu_app;
