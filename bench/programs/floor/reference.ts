/** What stands in state for the code of the floor: as short as it gets. */
export const floorReference = 'exports.handler=()=>require(process.cwd()+"/nothing").nothing';
